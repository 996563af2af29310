'use client'

import { Search } from 'lucide-react'
import type { ParamChanges } from '@/components/data/use-query-params'
import { Input } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import type { AuditFilters } from './audit-filters'

export interface AuditFilterBarProps {
  filters: AuditFilters
  change: (changes: ParamChanges) => void
}

export function AuditFilterBar({ filters, change }: AuditFilterBarProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SegmentedControl
        label="Outcome"
        value={filters.outcome ?? 'all'}
        onValueChange={(value) => change({ outcome: value === 'all' ? undefined : value, entry: undefined })}
        options={[
          { value: 'all', label: 'All' },
          { value: 'done', label: 'Done' },
          { value: 'refused', label: 'Refused' },
        ]}
      />
      <span className="min-w-0 flex-1 basis-48 sm:max-w-80">
        <Input
          type="search"
          aria-label="Search in action, actor and subject"
          placeholder="Action, actor or subject"
          leading={<Search />}
          value={filters.search}
          maxLength={200}
          onChange={(event) => change({ q: event.target.value || undefined, entry: undefined })}
        />
      </span>
    </div>
  )
}
