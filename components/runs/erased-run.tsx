'use client'

import { Archive } from 'lucide-react'
import { emptyRunView, type RunView } from '@/server/kernel/run-view'
import { Alert } from '../ui/alert'
import { Empty } from '../ui/empty'
import { RelativeTime } from '../ui/relative-time'
import type { Run } from './run'
import { RunHeader } from './run-header'
import { RunOverview } from './run-overview'

/** The values of a run are gone: said once, calmly, above what is still there. */
export function ErasedNotice({ run }: { run: Run }) {
  if (run.payloadsErasedAt === null) return null
  return (
    <div className="border-b px-4 py-3 md:px-6">
      <Alert tone="neutral" title="The payloads of this run were erased">
        Erased <RelativeTime at={run.payloadsErasedAt} />, by retention or by hand. Steps, times and costs are
        kept.
      </Alert>
    </div>
  )
}

/** A run whose log is gone: what its row tells. */
export function UnloggedRun({ run }: { run: Run }) {
  return (
    <>
      <RunHeader run={run} view={undefined} />
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
        <RunOverview run={run} view={viewOf(run)} />
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
