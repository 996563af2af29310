'use client'

import { formatDuration } from '@/server/kernel/durations'
import type { AttemptView, StepView } from '@/server/kernel/run-view'
import { Badge } from '../ui/badge'
import { Duration } from '../ui/duration'
import { RelativeTime } from '../ui/relative-time'
import { StatusBadge } from '../ui/status'
import { ms } from './segments'

/** Every try of a step, the newest first. */
export function AttemptsPanel({ step }: { step: StepView }) {
  if (step.attempts.length === 0) return <p className="text-fg-subtle text-sm">Not tried yet.</p>
  const isResumed = step.attempts.some((attempt) => attempt.generation > 1)
  return (
    <ol className="m-0 flex list-none flex-col gap-2 p-0" aria-label="Attempts">
      {step.attempts.toReversed().map((attempt) => (
        <li key={`${attempt.generation}:${attempt.attempt}`} className="rounded-lg border px-3 py-2.5">
          <Attempt attempt={attempt} isResumed={isResumed} />
        </li>
      ))}
    </ol>
  )
}

function Attempt({ attempt, isResumed }: { attempt: AttemptView; isResumed: boolean }) {
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
      {error && (
        <p className="[overflow-wrap:anywhere]">
          <code className="mr-2 rounded-sm bg-danger-soft px-1 text-danger-text text-xs">{error.code}</code>
          {error.message}
        </p>
      )}
      {pauseMs !== undefined && (
        <p className="text-fg-subtle text-xs">Then a pause of {formatDuration(pauseMs)}.</p>
      )}
    </div>
  )
}
