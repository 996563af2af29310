'use client'

import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { Card } from '@/components/ui/card'
import { RunRows } from './run-rows'
import type { OverviewData } from './use-overview'

/** The newest runs, changing as they go on. */
export function LatestRuns({ runs }: { runs: OverviewData['latestRuns'] }) {
  const { base } = useProject()
  return (
    <Card
      title="Latest runs"
      description="Drag across a chart, or press a bar, to list the runs of that time."
      isFlush
      actions={
        <Link href={`${base}/runs`} className="rounded-sm text-fg-muted text-xs hover:text-fg">
          All runs
        </Link>
      }
    >
      <RunRows label="Latest runs" runs={runs} />
    </Card>
  )
}
