import type { LoggedRunEvent } from './run-events'
import type { AttemptView, LogLine, StepView, UsageView, WaitView } from './run-view-shape'

export type StepLevelEvent = Exclude<LoggedRunEvent, { type: `run.${string}` }>

type Event<Type extends LoggedRunEvent['type']> = Extract<LoggedRunEvent, { type: Type }>

/** Changes a step by what happened to it. */
export function applyToStep(step: StepView, event: StepLevelEvent, generation: number): void {
  switch (event.type) {
    case 'step.started':
      start(step, event, generation)
      return
    case 'step.queued':
      name(step, event)
      step.status = 'waiting'
      return
    case 'step.waiting':
      openWait(step, event)
      return
    case 'step.woken':
      closeWait(step, event.at)
      step.status = 'running'
      return
    case 'step.logged':
      step.logs.push(logLineOf(event))
      return
    case 'step.usage':
      step.usage = addUsage(step.usage, event)
      return
    case 'step.expanded':
      step.generated = event.steps
      return
    case 'approval.decided':
      if (step.wait) Object.assign(step.wait, { outcome: event.outcome, ...commentOf(event) })
      return
    case 'step.attemptFailed':
      endAttempt(step, 'failed', event.at, { error: event.error, retryAt: event.retryAt })
      return
    case 'step.interrupted':
      endAttempt(step, 'interrupted', event.at)
      return
    default:
      settle(step, event)
  }
}

type SettlingEvent = Event<
  | 'step.kept'
  | 'step.succeeded'
  | 'step.caught'
  | 'step.rolledBack'
  | 'step.failed'
  | 'step.skipped'
  | 'step.cancelled'
>

function settle(step: StepView, event: SettlingEvent): void {
  switch (event.type) {
    case 'step.succeeded':
      endStep(step, 'succeeded', event)
      step.output = event.output
      step.isCached = event.isCached ?? false
      return
    case 'step.failed':
      endStep(step, 'failed', event, { error: event.error })
      Object.assign(step, { error: event.error, isContinued: event.continued })
      if (event.output !== undefined) step.output = event.output
      return
    case 'step.caught':
      // The attempt is over; the step goes on with the steps of its `onError`.
      closeWait(step, event.at)
      endAttempt(step, 'failed', event.at, { error: event.error })
      Object.assign(step, { status: 'running', error: event.error, isCaught: true })
      return
    case 'step.cancelled':
      endStep(step, 'cancelled', event)
      return
    case 'step.skipped':
      name(step, event)
      Object.assign(step, { status: 'skipped', skippedBecause: event.reason, endedSeq: event.seq })
      return
    case 'step.kept':
      keep(step, event)
      return
    case 'step.rolledBack':
      Object.assign(step, { status: 'rolled_back', undoneAt: event.at })
  }
}

function start(step: StepView, event: Event<'step.started'>, generation: number): void {
  const { attempt, input, at } = event
  closeWait(step, at)
  name(step, event)
  step.status = 'running'
  step.attempts.push({ attempt, generation, status: 'running', startedAt: at, input, waits: [] })
}

function name(step: StepView, event: { stepId: string; kind: string; name?: string | undefined }): void {
  Object.assign(step, {
    stepId: event.stepId,
    kind: event.kind,
    ...(event.name !== undefined && { name: event.name }),
  })
}

function keep(step: StepView, event: Event<'step.kept'>): void {
  name(step, event)
  const { status, output, error, generated, continued, seq } = event
  Object.assign(step, {
    status,
    isKept: true,
    isContinued: continued,
    endedSeq: seq,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(generated !== undefined && { generated }),
  })
}

function openWait(step: StepView, { wait, at }: Event<'step.waiting'>): void {
  step.status = 'waiting'
  const { kind, dueAt, approvalId, eventName, childRunId } = wait
  const told = { dueAt, approvalId, eventName, childRunId }
  const opened: WaitView = { kind, from: at, ...withoutUndefined(told) }
  step.wait = opened
  const attempt = step.attempts.at(-1)
  const isBeforeAttempt = attempt?.endedAt !== undefined && kind !== 'retry'
  if (!attempt || isBeforeAttempt) step.waits.push(opened)
  else attempt.waits.push(opened)
  if (attempt?.status === 'running') attempt.status = 'waiting'
}

function closeWait(step: StepView, at: string): void {
  if (!step.wait) return
  step.wait.to = at
  delete step.wait
  const attempt = step.attempts.at(-1)
  if (attempt?.status === 'waiting') attempt.status = 'running'
}

function endAttempt(
  step: StepView,
  status: AttemptView['status'],
  at: string,
  more: Pick<AttemptView, 'error' | 'retryAt'> = {},
): void {
  const attempt = step.attempts.at(-1)
  if (attempt && attempt.endedAt === undefined) Object.assign(attempt, { status, endedAt: at, ...more })
}

function endStep(
  step: StepView,
  status: 'succeeded' | 'failed' | 'cancelled',
  { at, seq }: { at: string; seq: number },
  more: Pick<AttemptView, 'error'> = {},
): void {
  closeWait(step, at)
  endAttempt(step, status, at, more)
  step.status = status
  step.endedSeq = seq
}

function logLineOf({ seq, at, attempt, level, message, data, stream }: Event<'step.logged'>): LogLine {
  return {
    seq,
    at,
    attempt,
    level,
    message,
    ...(data !== undefined && { data }),
    ...(stream !== undefined && { stream }),
  }
}

function commentOf({ comment }: Event<'approval.decided'>): { comment?: string } {
  return comment === undefined ? {} : { comment }
}

function withoutUndefined<T extends object>(values: T): Partial<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  // Some of the same fields, with the same values.
  return Object.fromEntries(entries) as Partial<T>
}

export function addUsage(usage: UsageView, event: Event<'step.usage'>): UsageView {
  return {
    calls: usage.calls + 1,
    inputTokens: usage.inputTokens + event.inputTokens,
    outputTokens: usage.outputTokens + event.outputTokens,
    costNanos: String(BigInt(usage.costNanos) + BigInt(event.costNanos ?? '0')),
    unpricedCalls: usage.unpricedCalls + (event.costNanos === null ? 1 : 0),
  }
}
