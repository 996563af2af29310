'use client'

import dynamic from 'next/dynamic'
import type { Outputs } from '../data/trpc'
import { FailedView } from '../layout/view-state'
import { Skeleton } from '../ui/skeleton'
import { useMediaQuery } from '../ui/use-media-query'
import { type Compared, type ComparePlace, placeTitle } from './compare-places'
import { useVersionSource } from './use-version-source'

const loading = () => <Skeleton className="h-40" />
const SideBySide = dynamic(() => import('./side-by-side').then((module) => module.SideBySide), {
  ssr: false,
  loading,
})
const SourceComparison = dynamic(
  () => import('./source-comparison').then((module) => module.SourceComparison),
  { ssr: false, loading },
)

export interface ComparedSourcesProps {
  workflow: Outputs['workflows']['get']
  compared: Compared
}

/** Two sources: what the difference means, then their texts side by side. */
export function ComparedSources({ workflow, compared }: ComparedSourcesProps) {
  const isNarrow = useIsNarrow()
  const before = useSource(workflow, compared.from)
  const after = useSource(workflow, compared.to)
  for (const { error, retry } of [before, after])
    if (error) return <FailedView error={error} onRetry={retry} />
  if (before.source === undefined || after.source === undefined) return <Skeleton className="h-96" />
  const old = { title: placeTitle(compared.from), source: before.source }
  const now = { title: placeTitle(compared.to), source: after.source }
  if (old.source === now.source) {
    return (
      <p className="rounded-lg border bg-sunken px-3 py-2 text-fg-muted text-sm">
        Both say the same, to the letter.
      </p>
    )
  }
  return (
    <>
      <section className="flex flex-col gap-2">
        <h2 className="font-medium text-base text-fg">What changes</h2>
        <SourceComparison before={old} after={now} />
      </section>
      <section aria-label="Texts" className="flex flex-col gap-2">
        <h2 className="font-medium text-base text-fg">Text</h2>
        <div aria-hidden="true" className="grid grid-cols-2 text-fg-muted text-xs max-lg:hidden">
          <span>{old.title}</span>
          <span>{now.title}</span>
        </div>
        <SideBySide before={old} after={now} isUnified={isNarrow} />
      </section>
    </>
  )
}

function useSource(workflow: ComparedSourcesProps['workflow'], place: ComparePlace) {
  const query = useVersionSource(workflow.name, place === 'draft' ? 0 : place)
  if (place === 'draft') return { source: workflow.draftSource, error: null, retry: () => {} }
  return { source: query.data?.source, error: query.error, retry: () => void query.refetch() }
}

/** Two texts need the room of two. */
function useIsNarrow(): boolean {
  return useMediaQuery('(width < 64rem)')
}
