'use client'

import { Archive } from 'lucide-react'
import { emptyRunView, type RunView } from '@/server/kernel/run-view'
import { Empty } from '../ui/empty'
import { RelativeTime } from '../ui/relative-time'
import { ErasedNotice } from './erased-run'
import type { Run } from './run'
import { RunActions } from './run-actions'
import { RunHeader } from './run-header'
import { RunOverview } from './run-overview'

/** A run whose log is gone: what its row tells. */
export function UnloggedRun({ run }: { run: Run }) {
  return (
    <>
      <RunHeader run={run} view={undefined} actions={<RunActions run={run} view={undefined} />} />
      <ErasedNotice run={run} />
      <div className="mx-auto grid w-full max-w-5xl gap-6 px-4 py-6 md:grid-cols-2 md:px-6">
        <Empty
          icon={<Archive />}
          title="The log of this run was deleted"
          text="It was older than this project keeps logs. What came of the run is kept."
        >
          <p className="text-fg-subtle text-sm">
            Deleted <RelativeTime at={run.eventsErasedAt} />
          </p>
        </Empty>
        <RunOverview run={run} view={viewOf(run)} onSelect={() => {}} />
      </div>
    </>
  )
}

/** As far as a row knows. */
function viewOf(run: Run): RunView {
  const view = emptyRunView()
  return {
    ...view,
    status: run.status,
    generation: run.generation,
    usage: { ...view.usage, costNanos: run.costNanos, unpricedCalls: run.unpricedCalls },
    ...(run.startedAt && { startedAt: run.startedAt }),
    ...(run.finishedAt && { endedAt: run.finishedAt }),
  }
}
