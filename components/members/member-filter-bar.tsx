'use client'

import { Search } from 'lucide-react'
import type { ParamChanges } from '@/components/data/use-query-params'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { ROLES } from '@/server/kernel/permissions'
import type { MemberFilters } from './member-rules'
import { ROLE_TEXT } from './roles'

const ANY = 'any'

const ROLE_CHOICES = [
  { value: ANY, label: 'Any role' },
  ...ROLES.map((role) => ({ value: role, label: ROLE_TEXT[role].label })),
]

export interface MemberFilterBarProps {
  filters: MemberFilters
  change: (changes: ParamChanges) => void
  foundCount: number
}

export function MemberFilterBar({ filters, change, foundCount }: MemberFilterBarProps) {
  const isFiltered = filters.search !== '' || filters.role !== undefined
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <span className="min-w-0 flex-1 basis-44 sm:max-w-72">
        <Input
          type="search"
          aria-label="Search name and e-mail"
          placeholder="Name or e-mail"
          leading={<Search />}
          value={filters.search}
          maxLength={200}
          onChange={(event) => change({ q: event.target.value || undefined })}
        />
      </span>
      <Select
        aria-label="Role"
        className="w-32"
        value={filters.role ?? ANY}
        options={ROLE_CHOICES}
        onValueChange={(value) => change({ role: value === ANY ? undefined : value })}
      />
      <output className="tabular text-fg-subtle text-xs">
        {isFiltered ? `${foundCount} ${foundCount === 1 ? 'member' : 'members'}` : ''}
      </output>
    </div>
  )
}
