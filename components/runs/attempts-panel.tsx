'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { formatDuration } from '@/server/kernel/durations'
import type { AttemptView, LogLine, StepView } from '@/server/kernel/run-view'
import { Badge } from '../ui/badge'
import { cn } from '../ui/cn'
import { Duration } from '../ui/duration'
import { RelativeTime } from '../ui/relative-time'
import { StatusBadge } from '../ui/status'
import { ErrorText } from './error-text'
import { LogsPanel } from './logs-panel'
import { ms } from './segments'
import { ValueView } from './value-view'
import { waitTitle } from './wait-words'

/** Every try of a step, the newest first. */
export function AttemptsPanel({ step }: { step: StepView }) {
  if (step.attempts.length === 0) {
    return <p className="text-fg-subtle text-sm">{step.isKept ? KEPT : 'Not tried yet.'}</p>
  }
  const isResumed = step.attempts.some((attempt) => attempt.generation > 1)
  return (
    <ol className="m-0 flex list-none flex-col gap-2 p-0" aria-label="Attempts">
      {step.attempts.toReversed().map((attempt) => (
        <li key={`${attempt.generation}:${attempt.attempt}`} className="rounded-lg border px-3 py-2.5">
          <Attempt attempt={attempt} isResumed={isResumed} lines={linesOf(step, attempt)} />
        </li>
      ))}
    </ol>
  )
}

const KEPT = 'It did not run again: its result was taken over from the run that this one replays.'

/** A resume counts attempts from 1 again, so that the time tells which of two with the same number wrote a line. */
function linesOf({ logs, attempts }: StepView, { attempt, startedAt }: AttemptView): LogLine[] {
  const later = attempts.find((other) => other.attempt === attempt && other.startedAt > startedAt)
  return logs.filter(
    ({ attempt: of, at }) => of === attempt && at >= startedAt && (!later || at < later.startedAt),
  )
}

interface AttemptProps {
  attempt: AttemptView
  isResumed: boolean
  lines: readonly LogLine[]
}

function Attempt({ attempt, isResumed, lines }: AttemptProps) {
  const { error, retryAt, endedAt } = attempt
  const pauseMs = retryAt && endedAt ? Math.max(0, (ms(retryAt) ?? 0) - (ms(endedAt) ?? 0)) : undefined
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="tabular font-medium text-fg">Attempt {attempt.attempt}</span>
        {attempt.status === 'interrupted' ? (
          <Badge>Interrupted</Badge>
        ) : (
          <StatusBadge status={attempt.status} variant="plain" />
        )}
        {isResumed && attempt.generation > 1 && (
          <Badge variant="outline">after resume {attempt.generation - 1}</Badge>
        )}
        <span className="ml-auto flex gap-2 text-fg-subtle text-xs">
          <Duration startedAt={attempt.startedAt} endedAt={endedAt} />
          <RelativeTime at={attempt.startedAt} />
        </span>
      </div>
      {attempt.status === 'interrupted' && (
        <p className="text-fg-muted">The process that ran it went away. The step starts again.</p>
      )}
      {error && <ErrorText error={error} />}
      <Waited attempt={attempt} />
      {pauseMs !== undefined && (
        <p className="text-fg-subtle text-xs">Then a pause of {formatDuration(pauseMs)}.</p>
      )}
      <Fold label="Input">
        <ValueView value={attempt.input} label={`Input of attempt ${attempt.attempt}`} />
      </Fold>
      {lines.length > 0 && (
        <Fold label={lines.length === 1 ? '1 line of log' : `${lines.length} lines of log`}>
          <LogsPanel lines={lines} />
        </Fold>
      )}
    </div>
  )
}

/** How long the attempt waited for something, and for what. */
function Waited({ attempt }: { attempt: AttemptView }) {
  const waits = attempt.waits.filter((wait) => wait.kind !== 'retry')
  if (waits.length === 0) return null
  return (
    <ul className="m-0 list-none p-0 text-fg-muted text-xs">
      {waits.map((wait) => (
        <li key={wait.from}>
          {waitTitle(wait)}: <Duration startedAt={wait.from} endedAt={wait.to ?? attempt.endedAt} />
        </li>
      ))}
    </ul>
  )
}

function Fold({ label, children }: { label: string; children: React.ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-mx-1 flex items-center gap-1 rounded-sm px-1 text-fg-muted text-xs hover:text-fg"
      >
        <ChevronRight
          aria-hidden="true"
          className={cn('size-3 transition-transform', isOpen && 'rotate-90')}
        />
        {label}
      </button>
      {isOpen && <div className="pt-2">{children}</div>}
    </div>
  )
}
