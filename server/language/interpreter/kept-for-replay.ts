import type { Step, StepState, WorkflowDefinition } from '../contracts'
import { byEnd } from './by-end'
import { compileList, dependentsOf } from './plan/compiled-list'
import { isContainer } from './plan/container-spec'
import { inOrderOfNeeds, pathsAround, slotsByContainer } from './recorded-lists'
import { chainOf, placeOf, type StepPlace } from './step-place'

export type KeptForReplay<Recorded> =
  /** In the order in which they ended. */
  | { ok: true; kept: Recorded[] }
  /** The definition has no such step. */
  | { ok: false }

/**
 * Which steps of an ended run a replay from the step at `from` takes over: all that finished and do not come after
 * it. A step inside an error branch, an undo, or one that a step made up begins with the step it belongs to. What
 * failed, was cancelled or was undone runs again, with all that comes after; so does what is another kind of step,
 * or has a new step before it, in another version of the definition. From a step of `finally` on, the main part
 * stays as it ended.
 */
export function keptForReplay<Recorded extends StepState & { kind: string }>(
  definition: WorkflowDefinition,
  steps: readonly Recorded[],
  from: string,
): KeptForReplay<Recorded> {
  const start = startOf(definition, from)
  if (!start) return { ok: false }
  const keeping = new Keeping(steps, chainOf(start))
  keeping.visitList(definition.steps, '')
  if (keeping.isMainOver) keeping.visitList(definition.finally ?? [], 'finally')
  return { ok: true, kept: keeping.kept(steps) }
}

/** The innermost step of the document on the way to `from` that can begin anew by itself. */
function startOf(definition: WorkflowDefinition, from: string): StepPlace | undefined {
  const [, owner] = /^(.*?)\.(?:generated|onError|undo)(?:\.|$)/.exec(from) ?? []
  return placeOf(definition, owner ?? from) ?? placeOfCaller(definition, from)
}

/** A call that code made begins with the code. */
function placeOfCaller(definition: WorkflowDefinition, from: string): StepPlace | undefined {
  const [, owner] = /^(.*)\.\d+-[a-z]+$/.exec(from) ?? []
  const place = owner === undefined ? undefined : placeOf(definition, owner)
  return place?.step.kind === 'code' ? place : undefined
}

class Keeping<Recorded extends StepState & { kind: string }> {
  readonly isMainOver: boolean
  private readonly states: Map<string, Recorded>
  private readonly slots: Map<string, number[]>
  /** Steps that are taken over with all that lies in them. */
  private readonly whole = new Set<string>()

  constructor(
    steps: readonly Recorded[],
    /** The step to begin with, and those around it. */
    private readonly chain: readonly StepPlace[],
  ) {
    this.states = new Map(steps.map((state) => [state.path, state]))
    this.slots = slotsByContainer(steps)
    this.isMainOver = chain[0]?.list === 'finally'
  }

  /** What lies in a finished step is only looked at: all of it that ended comes along. */
  kept(steps: readonly Recorded[]): Recorded[] {
    const isKept = ({ path, status }: Recorded) =>
      this.whole.has(path) ||
      (isTold(status) && [...pathsAround(path)].some((around) => this.whole.has(around)))
    return steps.filter(isKept).sort(byEnd)
  }

  visitList(list: readonly Step[], listPath: string): void {
    const compiled = compileList(list)
    const isAfter = new Set<number>()
    for (const position of inOrderOfNeeds(list)) {
      const step = list[position]
      if (!step) continue
      const path = listPath === '' ? step.id : `${listPath}.${step.id}`
      if (this.isTakenOver(step, path, isAfter.has(position))) continue
      for (const dependent of dependentsOf(compiled, position)) isAfter.add(dependent)
    }
  }

  private isTakenOver(step: Step, path: string, isAfter: boolean): boolean {
    const state = this.states.get(path)
    if (isAfter || this.chain.at(-1)?.path === path) return false
    const isAround = this.chain.some((place) => place.path === path)
    if (!isAround && state?.kind === step.kind && this.isDone(state)) {
      this.whole.add(path)
      return true
    }
    if (isContainer(step) && (isAround || state?.kind === step.kind)) this.visitInside(step, path)
    return false
  }

  private visitInside(step: Step, path: string): void {
    for (const branch of step.branches ?? []) this.visitList(branch.steps, `${path}.${branch.name}`)
    const body = step.body ?? []
    for (const slot of this.slots.get(path) ?? []) {
      const listPath = `${path}[${slot}]`
      const batch = this.states.get(`${listPath}.batch`)
      if (batch?.kind !== 'forEach') this.visitList(body, listPath)
      else if (this.isDone(batch)) this.whole.add(batch.path)
      // Each iteration of a loop comes after the one before.
      const isWhole = body.every(({ id }) => this.whole.has(`${listPath}.${id}`))
      if (step.kind === 'loop' && !isWhole) return
    }
  }

  private isDone({ status, continued }: StepState): boolean {
    if (status === 'failed') return continued === true || this.isMainOver
    return status === 'succeeded' || status === 'skipped'
  }
}

/** Which ends the log of another run can tell. */
function isTold(status: StepState['status']): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'skipped'
}
