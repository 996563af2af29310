'use client'

import Link from 'next/link'
import type { RunView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { CopyableId } from '../ui/copyable-id'
import { Duration } from '../ui/duration'
import { PropertyList } from '../ui/property-list'
import { RelativeTime } from '../ui/relative-time'
import { StatusCount } from '../ui/status'
import { Tokens } from '../ui/tokens'
import { ChildRuns } from './child-runs'
import type { Run } from './run'
import { RunCost } from './run-cost'
import { RunLink } from './run-link'
import { ValueView } from './value-view'

export interface RunOverviewProps {
  run: Run
  view: RunView
  onSelect: (path: string) => void
}

const COUNTED = ['running', 'waiting', 'failed', 'succeeded', 'rolled_back', 'skipped', 'cancelled'] as const

/** The run in short: times, counts, cost, and what came out. */
export function RunOverview({ run, view, onSelect }: RunOverviewProps) {
  const { base } = useProject()
  const steps = [...view.steps.values()]
  const output = view.output ?? run.output ?? undefined
  const { usage } = view
  const cost = { costNanos: usage.costNanos, unpricedCalls: usage.unpricedCalls }
  return (
    <div className="flex flex-col gap-5">
      <PropertyList
        items={[
          { label: 'Run', value: <CopyableId id={run.id} /> },
          {
            label: 'Workflow',
            value: (
              <Link href={`${base}/workflows/${run.workflow.name}`} className="rounded-sm hover:underline">
                {run.workflow.title}{' '}
                <span className="text-fg-subtle">
                  {run.versionNumber === null ? 'draft' : `version ${run.versionNumber}`}
                </span>
              </Link>
            ),
          },
          { label: 'Started by', value: <Starter run={run} /> },
          ...(run.replayOf ? [{ label: 'Replays', value: <ReplayOf run={run} /> }] : []),
          { label: 'Queued', value: <RelativeTime at={run.createdAt} /> },
          { label: 'Started', value: <RelativeTime at={run.startedAt ?? view.startedAt} /> },
          { label: 'Ended', value: <RelativeTime at={view.endedAt} /> },
          {
            label: 'Duration',
            value: (
              <Duration
                startedAt={run.startedAt ?? view.startedAt}
                endedAt={run.finishedAt ?? view.endedAt}
              />
            ),
          },
          { label: 'Cost', value: <RunCost run={cost} /> },
          ...(usage.calls > 0
            ? [
                {
                  label: 'Model calls',
                  value: (
                    <>
                      {usage.calls} · <Tokens count={usage.inputTokens} /> in,{' '}
                      <Tokens count={usage.outputTokens} /> out
                    </>
                  ),
                },
              ]
            : []),
          ...(steps.length > 0
            ? [
                {
                  label: 'Steps',
                  value: (
                    <span className="flex flex-wrap gap-x-4 gap-y-1">
                      {COUNTED.map((status) => {
                        const count = steps.filter((step) => step.status === status).length
                        return count > 0 && <StatusCount key={status} status={status} count={count} />
                      })}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
      {output !== undefined && (
        <section aria-label="Output of the run" className="flex flex-col gap-2 border-t pt-4">
          <h3 className="font-medium text-fg text-sm">Output</h3>
          <ValueView value={output} label="Output" />
        </section>
      )}
      <ChildRuns run={run} onSelect={onSelect} />
    </div>
  )
}

function Starter({ run: { parent, startedBy } }: { run: Run }) {
  if (!parent) return startedBy ?? '–'
  return (
    <>
      <RunLink runId={parent.runId} number={parent.number} path={parent.path} />{' '}
      <code className="text-fg-subtle text-xs">{parent.path}</code>
    </>
  )
}

function ReplayOf({ run: { replayOf } }: { run: Run }) {
  if (!replayOf) return null
  const from = replayOf.from ?? undefined
  return (
    <>
      <RunLink runId={replayOf.runId} number={replayOf.number} path={from} />{' '}
      {from === undefined ? (
        'from the beginning'
      ) : (
        <>
          from <code className="text-xs">{from}</code>
        </>
      )}
    </>
  )
}
