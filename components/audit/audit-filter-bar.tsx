'use client'

import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import type { ParamChanges } from '@/components/data/use-query-params'
import { Combobox } from '@/components/ui/combobox'
import { DateRangePicker } from '@/components/ui/date-range'
import { formatDateRange } from '@/components/ui/date-range-rules'
import { Input } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { type AuditFilters, WHOLE_RANGE } from './audit-filters'

export interface AuditFilterBarProps {
  filters: AuditFilters
  change: (changes: ParamChanges) => void
}

const ANY = ''

export function AuditFilterBar({ filters, change }: AuditFilterBarProps) {
  const trpc = useTRPC()
  const { orgId } = useProject()
  const { data } = useQuery(trpc.audit.facets.queryOptions({ orgId }, { staleTime: 60_000 }))
  const narrow = (changes: ParamChanges) => change({ ...changes, entry: undefined })
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SegmentedControl
        label="Outcome"
        value={filters.outcome ?? 'all'}
        onValueChange={(value) => narrow({ outcome: value === 'all' ? undefined : value })}
        options={[
          { value: 'all', label: 'All' },
          { value: 'done', label: 'Done' },
          { value: 'refused', label: 'Refused' },
        ]}
      />
      <Combobox
        aria-label="Action"
        className="w-44 max-sm:w-[calc(50%-4px)]"
        value={filters.action ?? ANY}
        onValueChange={(value) => narrow({ action: value || undefined })}
        searchPlaceholder="Find an action…"
        options={[{ value: ANY, label: 'Every action' }, ...actionOptions(data?.actions ?? [])]}
      />
      <Combobox
        aria-label="Actor"
        className="w-44 max-sm:w-[calc(50%-4px)]"
        value={filters.actor ?? ANY}
        onValueChange={(value) => narrow({ actor: value || undefined })}
        searchPlaceholder="Find a person…"
        options={[
          { value: ANY, label: 'Everybody' },
          ...(data?.actors ?? []).map((actor) => ({ value: actor.id, label: actor.name })),
        ]}
      />
      <DateRangePicker
        value={filters.range}
        onValueChange={(range) => narrow(formatDateRange(range, WHOLE_RANGE))}
      />
      <span className="min-w-0 flex-1 basis-48 sm:max-w-80">
        <Input
          type="search"
          aria-label="Search in action, actor, subject and address"
          placeholder="Subject, address, call id…"
          leading={<Search />}
          value={filters.search}
          maxLength={200}
          onChange={(event) => narrow({ q: event.target.value || undefined })}
        />
      </span>
    </div>
  )
}

/** Each noun, for all its actions, followed by them. */
function actionOptions(actions: readonly string[]): { value: string; label: string; hint?: string }[] {
  const nouns = [...new Set(actions.map((action) => action.slice(0, action.indexOf('.'))))]
  return nouns.flatMap((noun) => {
    const own = actions.filter((action) => action.startsWith(`${noun}.`))
    return [
      { value: noun, label: noun, hint: own.length === 1 ? '1 action' : `all ${own.length} actions` },
      ...own.map((action) => ({ value: action, label: action })),
    ]
  })
}
