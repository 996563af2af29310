import type { LoggedRunEvent } from './run-events'
import {
  type AttemptView,
  type LogLine,
  NO_USAGE,
  placeOf,
  type RunView,
  type StepView,
  type UsageView,
} from './run-view-shape'

type Event<Type extends LoggedRunEvent['type']> = Extract<LoggedRunEvent, { type: Type }>
type StepEvent = Exclude<LoggedRunEvent, { type: `run.${string}` }>

const CONTAINER_KINDS = new Set(['parallel', 'forEach'])

/** A view being changed by a batch of events; what it shares with the earlier view it copies first. */
export class RunViewDraft {
  private readonly view: RunView
  private readonly steps: Map<string, StepView>
  /** Copied in this batch, so free to change. */
  private readonly own = new Map<string, StepView>()

  constructor(view: RunView) {
    this.steps = new Map(view.steps)
    this.view = { ...view, steps: this.steps }
  }

  apply(event: LoggedRunEvent): void {
    this.view.lastSeq = event.seq
    if (!this.applyToRun(event)) this.applyToStep(event as StepEvent) // applyToRun takes every `run.` event
  }

  finish(): RunView {
    if (this.view.status !== 'running' && this.view.status !== 'waiting') return this.view
    this.view.status = isWaiting(this.steps.values()) ? 'waiting' : 'running'
    return this.view
  }

  private applyToRun(event: LoggedRunEvent): boolean {
    const { view } = this
    switch (event.type) {
      case 'run.queued':
        view.queuedAt = event.at
        return true
      case 'run.started':
        Object.assign(view, { status: 'running', startedAt: event.at })
        return true
      case 'run.titled':
        Object.assign(view, { title: event.title, tags: event.tags })
        return true
      case 'run.cancelRequested':
        view.isCancelRequested = true
        return true
      case 'run.resumed':
        this.resume(event)
        return true
      case 'run.succeeded':
        Object.assign(view, { status: 'succeeded', output: event.output, endedAt: event.at })
        return true
      case 'run.failed':
        Object.assign(view, { status: 'failed', error: event.error, endedAt: event.at })
        return true
      case 'run.cancelled':
        Object.assign(view, { status: 'cancelled', endedAt: event.at })
        return true
      default:
        return false
    }
  }

  private resume({ generation, reset }: Event<'run.resumed'>): void {
    const { view } = this
    Object.assign(view, { status: 'queued', generation, isCancelRequested: false })
    for (const field of ['endedAt', 'startedAt', 'output', 'error'] as const) delete view[field]
    for (const path of reset) {
      if (!this.steps.has(path)) continue
      const step = this.stepAt(path)
      Object.assign(step, { status: 'pending', isContinued: false })
      for (const field of ['output', 'error', 'wait', 'skippedBecause'] as const) delete step[field]
    }
  }

  private applyToStep(event: StepEvent): void {
    const step = this.stepAt(event.path)
    switch (event.type) {
      case 'step.started':
        this.start(step, event)
        return
      case 'step.skipped':
        Object.assign(step, {
          stepId: event.stepId,
          kind: event.kind,
          status: 'skipped',
          skippedBecause: event.reason,
        })
        return
      case 'step.waiting':
        openWait(step, event)
        return
      case 'step.woken':
        closeWait(step, event.at)
        step.status = 'running'
        return
      case 'step.attemptFailed':
        endAttempt(step, 'failed', event.at, { error: event.error, retryAt: event.retryAt })
        return
      case 'step.interrupted':
        endAttempt(step, 'interrupted', event.at)
        return
      case 'step.succeeded':
        endStep(step, 'succeeded', event.at)
        step.output = event.output
        return
      case 'step.failed':
        endStep(step, 'failed', event.at, { error: event.error })
        Object.assign(step, { error: event.error, isContinued: event.continued })
        return
      case 'step.cancelled':
        endStep(step, 'cancelled', event.at)
        return
      case 'step.logged':
        step.logs.push(logLineOf(event))
        return
      case 'step.usage':
        step.usage = addUsage(step.usage, event)
        this.view.usage = addUsage(this.view.usage, event)
        return
      case 'approval.decided':
        if (step.wait) Object.assign(step.wait, { outcome: event.outcome, ...commentOf(event) })
    }
  }

  private start(step: StepView, event: Event<'step.started'>): void {
    const { stepId, kind, name, attempt, input, at } = event
    Object.assign(step, { stepId, kind, status: 'running', ...(name === undefined ? {} : { name }) })
    const { generation } = this.view
    step.attempts.push({ attempt, generation, status: 'running', startedAt: at, input, waits: [] })
  }

  private stepAt(path: string): StepView {
    const owned = this.own.get(path)
    if (owned) return owned
    const known = this.steps.get(path)
    const step: StepView = known
      ? { ...known, attempts: known.attempts.map(copyAttempt), logs: [...known.logs] }
      : newStep(path)
    const openWait = step.attempts.at(-1)?.waits.at(-1)
    if (step.wait && openWait) step.wait = openWait
    this.own.set(path, step)
    this.steps.set(path, step)
    return step
  }
}

function newStep(path: string): StepView {
  const stepId = path.slice(path.lastIndexOf('.') + 1)
  const empty = { attempts: [], logs: [], isContinued: false, usage: NO_USAGE }
  return { path, stepId, kind: 'unknown', status: 'pending', ...placeOf(path), ...empty }
}

function copyAttempt(attempt: AttemptView): AttemptView {
  return { ...attempt, waits: attempt.waits.map((wait) => ({ ...wait })) }
}

function openWait(step: StepView, { wait, at }: Event<'step.waiting'>): void {
  step.status = 'waiting'
  step.wait = { ...wait, from: at }
  const attempt = step.attempts.at(-1)
  attempt?.waits.push(step.wait)
  if (attempt?.status === 'running') attempt.status = 'waiting'
}

function closeWait(step: StepView, at: string): void {
  if (step.wait) step.wait.to = at
  delete step.wait
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
  at: string,
  more: Pick<AttemptView, 'error'> = {},
): void {
  closeWait(step, at)
  endAttempt(step, status, at, more)
  step.status = status
}

function logLineOf({ seq, at, attempt, level, message, data }: Event<'step.logged'>): LogLine {
  return { seq, at, attempt, level, message, ...(data === undefined ? {} : { data }) }
}

function commentOf({ comment }: Event<'approval.decided'>): { comment?: string } {
  return comment === undefined ? {} : { comment }
}

function addUsage(usage: UsageView, event: Event<'step.usage'>): UsageView {
  return {
    calls: usage.calls + 1,
    inputTokens: usage.inputTokens + event.inputTokens,
    outputTokens: usage.outputTokens + event.outputTokens,
    costNanos: String(BigInt(usage.costNanos) + BigInt(event.costNanos ?? '0')),
    unpricedCalls: usage.unpricedCalls + (event.costNanos === null ? 1 : 0),
  }
}

/** Something waits, and nothing but containers is under way. */
function isWaiting(steps: Iterable<StepView>): boolean {
  let isSomeWaiting = false
  for (const { status, kind } of steps) {
    if (status === 'running' && !CONTAINER_KINDS.has(kind)) return false
    if (status === 'waiting') isSomeWaiting = true
  }
  return isSomeWaiting
}
