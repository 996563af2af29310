'use client'

import type { ReactNode } from 'react'
import { formatDuration } from '@/server/kernel/durations'
import { errorInfoOf } from '@/server/kernel/error-codes'
import type { RunView, StepView } from '@/server/kernel/run-view'
import { InlineCode } from '../editor/inline-code'
import { Alert } from '../ui/alert'
import { Badge } from '../ui/badge'
import { Duration } from '../ui/duration'
import { PropertyList } from '../ui/property-list'
import { RelativeTime } from '../ui/relative-time'
import { StatusBadge } from '../ui/status'
import { GroupOverview } from './group-overview'
import type { Run } from './run'
import { RunCost } from './run-cost'
import { ms, segmentsOf } from './segments'
import { StepActions } from './step-actions'
import { relationRows } from './step-relations'
import { isSettledStatus, shownStatus } from './tree-node'
import { ValueView } from './value-view'
import { WaitNotice } from './wait-notice'

export interface StepOverviewProps {
  run: Run
  path: string
  step: StepView | undefined
  view: RunView
  onSelect: (path: string) => void
}

/** A step in short; of a branch or item, the steps in it. */
export function StepOverview({ run, path, step, view, onSelect }: StepOverviewProps) {
  if (!step) return <GroupOverview path={path} steps={view.steps} onSelect={onSelect} />
  return (
    <div className="flex flex-col gap-5">
      <Failure step={step} />
      {step.wait && <WaitNotice wait={step.wait} />}
      <PropertyList items={[...facts(step), ...relationRows({ view, step, onSelect })]} />
      {step.output !== undefined && step.output !== null && (
        <section aria-label="Output of the step" className="flex flex-col gap-2 border-t pt-4">
          <h3 className="font-medium text-fg text-sm">Output</h3>
          <ValueView value={step.output} label="Output" />
        </section>
      )}
      <StepActions run={run} view={view} step={step} />
    </div>
  )
}

function Failure({ step }: { step: StepView }) {
  const error = step.error ?? step.attempts.at(-1)?.error
  if (!error) return null
  const info = errorInfoOf(error.code)
  return (
    <Alert
      tone={step.status === 'failed' && !step.isContinued ? 'danger' : 'warning'}
      title={
        <>
          {info && <>{info.title} </>}
          <code className="font-normal text-xs">{error.code}</code>
        </>
      }
    >
      <InlineCode text={error.message} />
      {info && step.error && (
        <span className="block text-fg-muted">
          <InlineCode text={info.advice} />
        </span>
      )}
      {step.isCaught ? (
        <span className="block text-fg-muted">
          {step.isContinued
            ? 'The steps of its onError ran, and the run went on.'
            : 'The steps of its onError run.'}
        </span>
      ) : (
        step.isContinued && <span className="block text-fg-muted">The run went on: onError is continue.</span>
      )}
    </Alert>
  )
}

interface Fact {
  label: string
  value: ReactNode
}

function facts(step: StepView): Fact[] {
  const first = step.attempts[0]
  const last = step.attempts.at(-1)
  const status = shownStatus(step)
  return [
    { label: 'Status', value: <StatusBadge status={status} variant="plain" /> },
    { label: 'Kind', value: <Badge isMono>{step.kind}</Badge> },
    { label: 'Started', value: <RelativeTime at={first?.startedAt} /> },
    {
      label: 'Duration',
      value: (
        <Duration
          startedAt={first?.startedAt}
          endedAt={isSettledStatus(status) ? (last?.endedAt ?? first?.startedAt) : undefined}
        />
      ),
    },
    ...timeFacts(step),
    { label: 'Attempts', value: <span className="tabular">{step.attempts.length}</span> },
    ...(step.usage.calls > 0 ? [{ label: 'Cost', value: <RunCost run={step.usage} /> }] : []),
    ...(step.skippedBecause ? [{ label: 'Skipped', value: step.skippedBecause }] : []),
  ]
}

/** How much of a finished step was work, waiting, and pauses before a retry. */
function timeFacts(step: StepView): Fact[] {
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
