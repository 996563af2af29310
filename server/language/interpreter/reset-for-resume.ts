import { CODE_CALL_KINDS, type Step, type StepState, type WorkflowDefinition } from '../contracts'
import { compileList, dependentsOf } from './plan/compiled-list'
import { isContainer } from './plan/container-spec'
import { inOrderOfNeeds, slotsByContainer } from './recorded-lists'

/**
 * Which steps a resume forgets, so that they run again: those that failed, were cancelled, undone or never ended,
 * with the containers around them, and skipped steps that come after one of those. Finished steps are kept, also
 * inside a container that starts over, and so are the calls of code up to the first that failed. `finally` and the
 * rollback start anew.
 */
export function resetForResume(definition: WorkflowDefinition, steps: readonly StepState[]): string[] {
  const reset = new ResumeReset(steps)
  reset.visitList(definition.steps, '')
  for (const { path } of steps) if (path.startsWith('finally.') || path.endsWith('.undo')) reset.forget(path)
  return reset.forgotten()
}

/** The undo steps that a rollback tries again. */
export function resetForRollback(steps: readonly StepState[]): string[] {
  return steps.flatMap(({ path, status }) =>
    path.endsWith('.undo') && status !== 'succeeded' && status !== 'skipped' ? [path] : [],
  )
}

class ResumeReset {
  private readonly paths = new Set<string>()
  private readonly states: Map<string, StepState>
  private readonly slots: Map<string, number[]>
  private readonly undone: string[]

  constructor(private readonly steps: readonly StepState[]) {
    this.undone = steps.flatMap(({ path, status }) => (status === 'rolled_back' ? [path] : []))
    this.states = new Map(steps.map((state) => [state.path, state]))
    this.slots = slotsByContainer(steps)
  }

  /** In the order of the definition. */
  forgotten(): string[] {
    return [...this.paths]
  }

  forget(path: string): void {
    this.paths.add(path)
  }

  visitList(list: readonly Step[], framePath: string): void {
    const compiled = compileList(list)
    const isAfter = new Set<number>()
    const isStale = new Set<number>()
    for (const position of inOrderOfNeeds(list)) {
      const step = compiled.steps[position]
      const state = step && this.states.get(framePath === '' ? step.id : `${framePath}.${step.id}`)
      const isUndone = state !== undefined && this.isUndone(state.path)
      const mustRun =
        state !== undefined &&
        (!isKept(state) || isUndone || (state.status === 'skipped' && isAfter.has(position)))
      for (const dependent of dependentsOf(compiled, position)) {
        if (mustRun || isAfter.has(position)) isAfter.add(dependent)
        if (isUndone || isStale.has(position)) isStale.add(dependent)
      }
      if (!step || !state) continue
      if (isStale.has(position)) {
        this.forget(state.path)
        this.forgetInside(state.path)
      }
      if (!mustRun) continue
      this.forget(state.path)
      if (state.status !== 'skipped') this.visitInside(step, state)
    }
  }

  /** What came after a step that was undone was made from what it gave: all of it runs anew. */
  private forgetInside(path: string): void {
    for (const { path: inner } of this.steps) if (isInside(inner, path)) this.forget(inner)
  }

  /** Whether the step, or one inside it, was taken back by a rollback. */
  private isUndone(path: string): boolean {
    return this.undone.some((undone) => undone === path || isInside(undone, path))
  }

  private visitInside(step: Step, { path, generated }: StepState): void {
    this.forgetInside(`${path}.onError`)
    if (step.kind === 'code') this.forgetCalls(path)
    if (generated) this.visitList(generated, `${path}.generated`)
    if (!isContainer(step)) return
    for (const branch of step.branches ?? []) this.visitList(branch.steps, `${path}.${branch.name}`)
    for (const slot of this.slots.get(path) ?? []) {
      const batch = this.states.get(`${path}[${slot}].batch`)
      if (!batch) this.visitList(step.body ?? [], `${path}[${slot}]`)
      else if (!isKept(batch)) this.forget(batch.path)
    }
  }

  /** What code did after a call that failed may have been because it failed: from there on it calls anew. */
  private forgetCalls(path: string): void {
    const calls = this.steps
      .filter((state) => isCallOf(path, state.path))
      .sort((a, b) => (a.endedSeq ?? Number.POSITIVE_INFINITY) - (b.endedSeq ?? Number.POSITIVE_INFINITY))
    const firstLost = calls.findIndex(({ status }) => status !== 'succeeded')
    if (firstLost >= 0) for (const { path: call } of calls.slice(firstLost)) this.forget(call)
  }
}

/** Whether a path is that of a durable call which the code at `owner` made. */
function isCallOf(owner: string, path: string): boolean {
  if (!path.startsWith(`${owner}.`)) return false
  const kind = /^\d+-([a-z]+)$/.exec(path.slice(owner.length + 1))?.[1]
  return CODE_CALL_KINDS.some((known) => known === kind)
}

function isInside(inner: string, path: string): boolean {
  return inner.startsWith(`${path}.`) || inner.startsWith(`${path}[`)
}

function isKept({ status, continued }: StepState): boolean {
  return status === 'succeeded' || status === 'skipped' || (status === 'failed' && continued === true)
}
