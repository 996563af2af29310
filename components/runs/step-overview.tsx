'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatDuration } from '@/server/kernel/durations'
import type { StepView, WaitView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { Alert } from '../ui/alert'
import { Badge } from '../ui/badge'
import { Duration } from '../ui/duration'
import { PropertyList } from '../ui/property-list'
import { RelativeTime } from '../ui/relative-time'
import { StatusBadge } from '../ui/status'
import { adviceFor } from './error-advice'
import { RunCost } from './run-cost'
import { ms, segmentsOf } from './segments'
import { ValueView } from './value-view'

export interface StepOverviewProps {
  path: string
  step: StepView | undefined
  steps: ReadonlyMap<string, StepView>
}

/** A step in short; of a branch or item, the steps in it. */
export function StepOverview({ path, step, steps }: StepOverviewProps) {
  if (!step) return <GroupOverview path={path} steps={steps} />
  const first = step.attempts[0]
  const last = step.attempts.at(-1)
  const isOver = step.status !== 'running' && step.status !== 'waiting'
  const advice = step.error && adviceFor(step.error.code)
  const error = step.error ?? last?.error
  return (
    <div className="flex flex-col gap-5">
      {error && (
        <Alert
          tone={step.status === 'failed' && !step.isContinued ? 'danger' : 'warning'}
          title={<code className="text-xs">{error.code}</code>}
        >
          {error.message}
          {advice && <span className="block text-fg-muted">{advice}</span>}
          {step.isContinued && (
            <span className="block text-fg-muted">The run went on: onError is continue.</span>
          )}
        </Alert>
      )}
      {step.wait && <WaitNotice wait={step.wait} />}
      <PropertyList
        items={[
          {
            label: 'Status',
            value: (
              <StatusBadge status={step.status === 'pending' ? 'queued' : step.status} variant="plain" />
            ),
          },
          { label: 'Kind', value: <Badge isMono>{step.kind}</Badge> },
          { label: 'Started', value: <RelativeTime at={first?.startedAt} /> },
          {
            label: 'Duration',
            value: (
              <Duration
                startedAt={first?.startedAt}
                endedAt={isOver ? (last?.endedAt ?? first?.startedAt) : undefined}
              />
            ),
          },
          ...timeRows(step),
          { label: 'Attempts', value: <span className="tabular">{step.attempts.length}</span> },
          ...(step.usage.calls > 0 ? [{ label: 'Cost', value: <RunCost run={step.usage} /> }] : []),
          ...(step.skippedBecause ? [{ label: 'Skipped', value: step.skippedBecause }] : []),
        ]}
      />
      {step.output !== undefined && step.output !== null && (
        <section aria-label="Output of the step" className="flex flex-col gap-2 border-t pt-4">
          <h3 className="font-medium text-fg text-sm">Output</h3>
          <ValueView value={step.output} label="Output" />
        </section>
      )}
    </div>
  )
}

/** How much of a finished step was work, waiting, and pauses before a retry. */
function timeRows(step: StepView): { label: string; value: ReactNode }[] {
  const end = ms(step.attempts.at(-1)?.endedAt)
  if (end === undefined) return []
  const segments = segmentsOf(step, end)
  const sum = (kind: 'work' | 'wait' | 'backoff') =>
    segments.filter((one) => one.kind === kind).reduce((total, { from, to }) => total + to - from, 0)
  const row = (label: string, spentMs: number) =>
    spentMs > 0 ? [{ label, value: <span className="tabular">{formatDuration(spentMs)}</span> }] : []
  const rows = [...row('Waited', sum('wait')), ...row('Paused to retry', sum('backoff'))]
  return rows.length > 0 ? [...row('Worked', sum('work')), ...rows] : []
}

function WaitNotice({ wait }: { wait: WaitView }) {
  const { base } = useProject()
  const due = wait.dueAt && (
    <>
      {' '}
      <RelativeTime at={wait.dueAt} />
    </>
  )
  if (wait.kind === 'approval') {
    return (
      <Alert tone="warning" title="Waits for a decision">
        {wait.dueAt && <>Due{due}. </>}
        {wait.approvalId && (
          <Link
            href={`${base}/approvals?approval=${wait.approvalId}`}
            className="rounded-sm underline underline-offset-2"
          >
            Open the request
          </Link>
        )}
      </Alert>
    )
  }
  return (
    <Alert
      tone="info"
      title={wait.kind === 'retry' ? 'Pauses before the next attempt' : 'Waits for time to pass'}
    >
      {wait.dueAt && <>Goes on{due}.</>}
    </Alert>
  )
}

function GroupOverview({ path, steps }: { path: string; steps: ReadonlyMap<string, StepView> }) {
  const inner = [...steps.values()].filter((step) => step.path.startsWith(`${path}.`))
  if (inner.length === 0) return <p className="text-fg-subtle text-sm">This step has not started.</p>
  return (
    <ul className="m-0 flex list-none flex-col gap-2 p-0">
      {inner.map((step) => (
        <li key={step.path} className="flex items-center gap-3 text-sm">
          <StatusBadge status={step.status === 'pending' ? 'queued' : step.status} variant="plain" />
          <code className="min-w-0 truncate text-fg-muted text-xs">{step.path.slice(path.length + 1)}</code>
        </li>
      ))}
    </ul>
  )
}
