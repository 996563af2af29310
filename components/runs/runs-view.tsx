'use client'

import { CirclePlay, Search, Tag, X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useMemo, useState } from 'react'
import { useQueryParams } from '@/components/data/use-query-params'
import { useProject } from '../data/project'
import { Page } from '../layout/page'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Combobox } from '../ui/combobox'
import { Empty } from '../ui/empty'
import { Input } from '../ui/input'
import { PageHeader } from '../ui/page-header'
import { readFilters, toggleStatus } from './run-filters'
import { RunsList } from './runs-list'
import { StatusChips } from './status-chips'
import { useRuns } from './use-runs'

const ALL = 'all'

/** Every run of the project. */
export function RunsView() {
  const { params, change } = useQueryParams()
  const filters = useMemo(() => readFilters(params), [params])
  const { runs, workflows } = useRuns(filters)
  const clear = () => change({ status: undefined, workflow: undefined, q: undefined, tag: undefined })
  const options = [
    { value: ALL, label: 'All workflows' },
    ...workflows.map(({ name, title }) => ({ value: name, label: title, hint: name })),
  ]
  return (
    <Page width="full">
      <PageHeader title="Runs" description="Every execution of a workflow, newest first." />
      <div className="flex flex-col gap-3">
        <StatusChips
          counts={runs.data?.pages[0]?.counts}
          chosen={filters.statuses}
          onToggle={(status) => change({ status: toggleStatus(filters.statuses, status).join(',') })}
          onClear={() => change({ status: undefined })}
        />
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2.5">
          <SearchBox value={filters.search} onChange={(q) => change({ q })} />
          <div className="max-md:min-w-0 max-md:flex-1 md:w-48">
            <Combobox
              aria-label="Workflow"
              options={options}
              value={filters.workflow ?? ALL}
              onValueChange={(name) => change({ workflow: name === ALL ? undefined : name })}
              searchPlaceholder="Find a workflow"
            />
          </div>
          {filters.tag !== undefined && (
            <span className="max-w-full max-md:basis-full">
              <TagChip tag={filters.tag} onClear={() => change({ tag: undefined })} />
            </span>
          )}
          <span className="max-md:w-full md:ml-auto">
            <Checkbox
              label="Include runs started by other runs"
              checked={!filters.isTopLevel}
              onCheckedChange={(isShown) => change({ children: isShown ? 'shown' : undefined })}
            />
          </span>
        </div>
        <RunsList query={runs} filters={filters} onClear={clear} empty={<NoRuns />} />
      </div>
    </Page>
  )
}

/** The one tag that all rows have, and the way back. */
function TagChip({ tag, onClear }: { tag: string; onClear: () => void }) {
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-full border border-accent-line bg-accent-soft pr-1 pl-2.5 font-medium text-accent-text text-xs">
      <Tag aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">{tag}</span>
      <button
        type="button"
        aria-label={`Clear the tag ${tag}`}
        onClick={onClear}
        className="grid size-5 place-items-center rounded-full hover:bg-hover"
      >
        <X aria-hidden="true" className="size-3" />
      </button>
    </span>
  )
}

const TYPING_MS = 250

/** Writes to the address once typing rests. */
function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <div className="max-md:min-w-0 max-md:flex-1 md:w-52">
      <Input
        type="search"
        aria-label="Search runs"
        placeholder="Title or number"
        leading={<Search />}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  )
}

function NoRuns() {
  const { base } = useProject()
  return (
    <Empty
      icon={<CirclePlay />}
      title="No runs yet"
      text="A run is one execution of a workflow: every step with its input, output, time and cost. Start one from a workflow."
      action={
        <Button variant="primary" asChild>
          <Link href={`${base}/workflows`}>Choose a workflow</Link>
        </Button>
      }
    />
  )
}
