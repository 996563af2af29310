import type { LoggedRunEvent } from './run-events'
import { lastOf, placeOf } from './run-view-place'
import { applyToRun, type RunLevelEvent } from './run-view-run'
import { type AttemptView, NO_USAGE, type RunView, type StepView, type WaitView } from './run-view-shape'
import { addUsage, applyToStep } from './run-view-step'

const CONTAINER_KINDS = new Set(['parallel', 'forEach', 'switch', 'loop'])

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
    if (isRunLevel(event)) {
      const reset = applyToRun(this.view, event)
      for (const path of reset) if (this.steps.has(path)) forget(this.stepAt(path))
      return
    }
    applyToStep(this.stepAt(event.path), event, this.view.generation)
    if (event.type === 'step.usage') this.view.usage = addUsage(this.view.usage, event)
  }

  finish(): RunView {
    if (this.view.status !== 'running' && this.view.status !== 'waiting') return this.view
    this.view.status = isWaiting([...this.steps.values()]) ? 'waiting' : 'running'
    return this.view
  }

  private stepAt(path: string): StepView {
    const owned = this.own.get(path)
    if (owned) return owned
    const known = this.steps.get(path)
    const step = known ? copyStep(known) : newStep(path)
    this.own.set(path, step)
    this.steps.set(path, step)
    return step
  }
}

function isRunLevel(event: LoggedRunEvent): event is RunLevelEvent & LoggedRunEvent {
  return event.type.startsWith('run.')
}

function newStep(path: string): StepView {
  return {
    path,
    stepId: lastOf(path),
    kind: 'unknown',
    status: 'pending',
    ...placeOf(path),
    attempts: [],
    waits: [],
    logs: [],
    isContinued: false,
    isCaught: false,
    isCached: false,
    isKept: false,
    usage: NO_USAGE,
  }
}

function copyStep(known: StepView): StepView {
  const step: StepView = {
    ...known,
    attempts: known.attempts.map(copyAttempt),
    waits: known.waits.map(copyWait),
    logs: [...known.logs],
  }
  // The open wait is the last one of its list; the copy points into the copied list.
  if (known.wait) {
    const isBeforeAttempt = known.wait === known.waits.at(-1)
    const copied = isBeforeAttempt ? step.waits.at(-1) : step.attempts.at(-1)?.waits.at(-1)
    if (copied) step.wait = copied
  }
  return step
}

function copyAttempt(attempt: AttemptView): AttemptView {
  return { ...attempt, waits: attempt.waits.map(copyWait) }
}

function copyWait(wait: WaitView): WaitView {
  return { ...wait }
}

const FORGOTTEN = [
  'output',
  'error',
  'wait',
  'skippedBecause',
  'generated',
  'endedSeq',
  'undoneAt',
] as const satisfies readonly (keyof StepView)[]

/** It will run again; what it did before stays among its attempts. */
function forget(step: StepView): void {
  Object.assign(step, {
    status: 'pending',
    isContinued: false,
    isCaught: false,
    isCached: false,
    isKept: false,
  })
  for (const field of FORGOTTEN) delete step[field]
}

/** Something waits, and nothing is under way but steps that hold what waits. */
function isWaiting(steps: readonly StepView[]): boolean {
  const holders = new Set<string>()
  let isSomeWaiting = false
  for (const { status, parent } of steps) {
    if (status !== 'waiting' && status !== 'running') continue
    if (status === 'waiting') isSomeWaiting = true
    if (parent) holders.add(parent)
  }
  if (!isSomeWaiting) return false
  return steps.every(
    ({ status, kind, path }) => status !== 'running' || CONTAINER_KINDS.has(kind) || holders.has(path),
  )
}
