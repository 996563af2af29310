export type Outcome = 'done' | 'refused'

export interface AuditFilters {
  outcome: Outcome | undefined
  search: string
  /** The entry whose details are open. */
  entryId: string | undefined
}

/** The audit page's view as its address tells it: `?outcome=refused&q=…&entry=<id>`. */
export function readAudit(params: { get(name: string): string | null }): AuditFilters {
  const outcome = params.get('outcome')
  return {
    outcome: outcome === 'done' || outcome === 'refused' ? outcome : undefined,
    search: params.get('q') ?? '',
    entryId: params.get('entry') || undefined,
  }
}
