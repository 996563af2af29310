import { type DatePreset, type DateRange, parseDateRange } from '@/components/ui/date-range-rules'

export const WHOLE_RANGE: DatePreset = '1y'

export type Outcome = 'done' | 'refused'

export interface AuditFilters {
  outcome: Outcome | undefined
  action: string | undefined
  actor: string | undefined
  search: string
  range: DateRange
  /** The entry whose details are open. */
  entryId: string | undefined
}

/** The audit page's view as its address tells it: `?outcome=refused&action=runs&actor=usr_…&q=…&range=7d&entry=<id>`. */
export function readAudit(params: { get(name: string): string | null }): AuditFilters {
  const outcome = params.get('outcome')
  return {
    outcome: outcome === 'done' || outcome === 'refused' ? outcome : undefined,
    action: params.get('action') || undefined,
    actor: params.get('actor') || undefined,
    search: params.get('q') ?? '',
    range: parseDateRange(params, { fallback: WHOLE_RANGE }),
    entryId: params.get('entry') || undefined,
  }
}

/** What choosing nothing looks like in the address. */
export const NO_FILTERS = {
  outcome: undefined,
  action: undefined,
  actor: undefined,
  q: undefined,
  range: undefined,
  from: undefined,
  to: undefined,
} as const
