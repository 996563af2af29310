'use client'

import { useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useQueryParams } from '@/components/data/use-query-params'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { FailedView } from '../layout/view-state'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code-block'
import { Select } from '../ui/select'
import { Skeleton } from '../ui/skeleton'
import { TextDiff } from '../ui/text-diff'

type Version = Outputs['workflows']['versions'][number]

export interface VersionDetailProps {
  workflow: Outputs['workflows']['get']
  version: Version
  versions: readonly Version[]
  draftText: string
  onRestore: (source: string, number: number) => void
}

const SOURCE = 'source'
const DRAFT = 'draft'

/** One version: its source, or its difference from another version or the draft. */
export function VersionDetail(props: VersionDetailProps) {
  const { workflow, version, versions, draftText } = props
  const { can } = useProject()
  const { params, change } = useQueryParams()
  const against = params.get('against') ?? SOURCE
  const own = useVersionSource(workflow.name, version.number)
  const otherNumber = Number(against)
  const other = useVersionSource(workflow.name, otherNumber)
  const options = [
    { value: SOURCE, label: 'Show the source' },
    { value: DRAFT, label: 'Compare with the draft' },
    ...versions
      .filter((one) => one.number !== version.number)
      .map((one) => ({ value: String(one.number), label: `Compare with version ${one.number}` })),
  ]
  const source = own.data?.source
  return (
    <section aria-label={`Version ${version.number}`} className="flex min-w-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Show or compare"
          className="w-60"
          options={options}
          value={options.some((option) => option.value === against) ? against : SOURCE}
          onValueChange={(value) => change({ against: value === SOURCE ? undefined : value })}
        />
        {can('workflows.edit') && source !== undefined && (
          <Button
            icon={<Undo2 />}
            className="ml-auto"
            disabled={source === draftText}
            onClick={() => props.onRestore(source, version.number)}
          >
            Restore into draft
          </Button>
        )}
      </div>
      {own.error ? (
        <FailedView error={own.error} onRetry={() => void own.refetch()} />
      ) : source === undefined ? (
        <Skeleton className="h-80" />
      ) : against === DRAFT ? (
        <TextDiff before={source} after={draftText} label={`From version ${version.number} to the draft`} />
      ) : otherNumber > 0 ? (
        <Comparison version={version.number} source={source} number={otherNumber} other={other} />
      ) : (
        <CodeBlock
          code={source}
          title={`${workflow.name}@${version.number}`}
          hasLineNumbers
          maxLines={2_000}
        />
      )}
    </section>
  )
}

interface ComparisonProps {
  version: number
  source: string
  number: number
  other: ReturnType<typeof useVersionSource>
}

/** Always from the older to the newer. */
function Comparison({ version, source, number, other }: ComparisonProps) {
  if (other.error) return <FailedView error={other.error} onRetry={() => void other.refetch()} />
  if (!other.data) return <Skeleton className="h-80" />
  const isNewer = version > number
  const [before, after] = isNewer ? [other.data.source, source] : [source, other.data.source]
  const [from, to] = isNewer ? [number, version] : [version, number]
  return <TextDiff before={before} after={after} label={`From version ${from} to version ${to}`} />
}

function useVersionSource(workflow: string, number: number) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  return useQuery({
    ...trpc.workflows.version.queryOptions({ projectId, workflow, number }),
    enabled: number > 0,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
