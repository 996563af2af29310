'use client'

import { Moon, Plus, Sun, Workflow } from 'lucide-react'
import { useState } from 'react'
import { CommandList } from '@/components/ui/command-list'
import { DateRangePicker } from '@/components/ui/date-range'
import { type DateRange, formatDateRange } from '@/components/ui/date-range-rules'
import { toast } from '@/components/ui/toast'
import { Chapter, Specimen } from './specimen'

export function Choosing() {
  return (
    <Chapter title="Choosing and finding">
      <DateRanges />
      <Specimen name="Command list" className="grid items-start gap-4 lg:grid-cols-2">
        <Commands />
        <div className="overflow-hidden rounded-lg border bg-raised">
          <CommandList
            label="Nothing"
            placeholder="Find a project"
            query="zz"
            onQueryChange={() => {}}
            groups={[]}
            onChoose={() => {}}
            isBusy
            empty="No project fits “zz”."
          />
        </div>
      </Specimen>
    </Chapter>
  )
}

function DateRanges() {
  const [range, setRange] = useState<DateRange>({ preset: '7d' })
  const [days, setDays] = useState<DateRange>({
    from: '2026-11-02T23:00:00.000Z',
    to: '2026-11-09T23:00:00.000Z',
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(formatDateRange(range, '7d'))) if (value) query.set(name, value)
  return (
    <Specimen name="Date range">
      <DateRangePicker value={range} onValueChange={setRange} />
      <DateRangePicker
        label="Billing period"
        size="sm"
        value={days}
        onValueChange={setDays}
        presets={['30d', '90d', '1y']}
        maxDays={92}
        timeZone="Europe/Berlin"
      />
      <DateRangePicker value={{ preset: '24h' }} onValueChange={() => {}} isDisabled />
      <code className="text-fg-subtle text-xs">?{query.toString()}</code>
    </Specimen>
  )
}

const ITEMS = [
  { id: 'notes', label: 'Release notes', hint: 'release-notes', icon: <Workflow />, group: 'Workflows' },
  { id: 'saga', label: 'Order saga', hint: 'order-saga', icon: <Workflow />, group: 'Workflows' },
  { id: 'new', label: 'New workflow', icon: <Plus />, keys: 'c', group: 'Actions' },
  { id: 'light', label: 'Theme: light', icon: <Sun />, group: 'Actions' },
  { id: 'dark', label: 'Theme: dark', icon: <Moon />, isCurrent: true, group: 'Actions' },
]

function Commands() {
  const [query, setQuery] = useState('')
  const found = ITEMS.flatMap((item) => {
    const at = item.label.toLowerCase().indexOf(query.toLowerCase())
    return at < 0 ? [] : [{ ...item, marks: query ? [[at, at + query.length] as const] : [] }]
  })
  const groups = ['Workflows', 'Actions'].map((label) => ({
    id: label,
    label,
    items: found.filter((item) => item.group === label),
  }))
  return (
    <div className="overflow-hidden rounded-lg border bg-raised">
      <CommandList
        label="Commands"
        placeholder="Search"
        query={query}
        onQueryChange={setQuery}
        groups={groups}
        onChoose={(item) => toast.info(item.label)}
        empty="Nothing fits."
      />
    </div>
  )
}
