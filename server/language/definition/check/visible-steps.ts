import type { JsonSchema } from '@/server/kernel/json'
import { type Absence, bareExpression, constantTruth, formatPath, type StepLookup } from '../../expressions'
import { conditionsAround } from './conditions'
import type { StepDraft, StepList } from './draft'
import type { Order } from './order'

/** For suggestions and completion. */
const MOST_IDS = 300

/** What can be known of the steps of a document. */
export interface KnownSteps {
  top: StepList
  order: Order
  /** The schema of a step's output. */
  shape(step: StepDraft): JsonSchema
}

/** The ids a step can refer to, its own list last-finished first. */
export function visibleIds(step: StepDraft, { top, order }: KnownSteps): string[] {
  const ids: string[] = []
  const add = (other: StepDraft) => {
    if (other.id !== undefined && ids.length < MOST_IDS) ids.push(other.id)
  }
  let outermost = step
  for (let place: StepDraft | undefined = step; place !== undefined; place = place.list.owner) {
    const current = place
    outermost = place
    for (const other of [...place.list.steps].reverse()) if (order.isUpstream(other, current)) add(other)
    if (place.list.kind === 'undo' && place.list.owner) add(place.list.owner)
  }
  if (outermost.list.kind === 'finally') for (const other of top.steps) add(other)
  return ids
}

/** What a step finds under an id. */
export function findFrom(step: StepDraft, id: string, known: KnownSteps): StepLookup {
  const { order, top } = known
  const target = order.byId(id)
  if (target === undefined) return { kind: 'unknown' }
  let outermost = step
  for (let current: StepDraft | undefined = step; current !== undefined; current = current.list.owner) {
    outermost = current
    // What is taken back has run, and its result is there.
    if (current.list.kind === 'undo' && current.list.owner === target) {
      return { kind: 'visible', output: known.shape(target) }
    }
    if (target.list !== current.list) continue
    if (order.isUpstream(target, current)) return visible(target, known, conditionsAround(step))
    return notFinished(target, current, step, order)
  }
  if (outermost.list.kind === 'finally' && target.list === top) {
    const absence: Absence = { of: 'step', reason: `\`${id}\` may not have run when the run ended early.` }
    return { kind: 'visible', output: known.shape(target), absence }
  }
  return innerStep(target, outermost.list.kind === 'finally' ? top : undefined, step)
}

/** A step that has ended, told with why it may have no output. */
export function visible(target: StepDraft, known: KnownSteps, conditions: readonly string[]): StepLookup {
  const reason = absenceOf(target, conditions)
  const output = known.shape(target)
  return { kind: 'visible', output, ...(reason === undefined ? {} : { absence: { of: 'output', reason } }) }
}

function absenceOf({ id, fields }: StepDraft, conditions: readonly string[]): string | undefined {
  if (fields.onError === 'continue') return `\`${id}\` has no output when it failed.`
  if (fields.if === undefined || constantTruth(fields.if) === true) return undefined
  const own = bareExpression(fields.if).trim()
  return conditions.some((condition) => bareExpression(condition).trim() === own)
    ? undefined
    : `\`${id}\` has no output when it was skipped.`
}

function notFinished(target: StepDraft, current: StepDraft, step: StepDraft, order: Order): StepLookup {
  if (target === current) return { kind: 'hidden', ...ownResult(target, step) }
  const message = `\`${target.id}\` cannot have finished before this step.`
  if (order.isUpstream(current, target)) return { kind: 'hidden', message: `${message} It runs later.` }
  const needs = [...order.needsOf(current), target.id].join(', ')
  return {
    kind: 'hidden',
    message,
    suggestion: `Write \`needs: [${needs}]\` on \`${current.id ?? 'this step'}\`.`,
  }
}

function ownResult(target: StepDraft, step: StepDraft): { message: string; suggestion?: string } {
  if (target === step) return { message: 'A step cannot read its own result.' }
  for (let inner = step; inner.list.owner !== undefined; inner = inner.list.owner) {
    if (inner.list.owner === target && inner.list.kind === 'handler') {
      return { message: `\`${target.id}\` failed here, so it has no result.`, suggestion: 'Read `error`.' }
    }
  }
  return { message: `\`${target.id}\` is still running here: this step is part of it.` }
}

/** A step inside a control step that the place does not belong to. */
export function innerStep(target: StepDraft, top: StepList | undefined, from?: StepDraft): StepLookup {
  const lists = new Set<StepList>(top ? [top] : [])
  const ancestors = new Set<StepDraft>()
  for (let current = from; current !== undefined; current = current.list.owner) {
    lists.add(current.list)
    ancestors.add(current)
  }
  const { owner } = target.list
  if (owner === undefined) {
    return { kind: 'hidden', message: `\`${target.id}\` runs at the end, after this is read.` }
  }
  const message = `\`${target.id}\` runs inside \`${owner.id ?? 'another step'}\` and is seen only there.`
  for (let outer = target; outer.list.owner !== undefined; outer = outer.list.owner) {
    const around = outer.list.owner
    if (!lists.has(around.list) || around.id === undefined || ancestors.has(around)) continue
    return { kind: 'hidden', message, suggestion: `Read \`${resultOf(outer.list, around.id)}\`.` }
  }
  return { kind: 'hidden', message }
}

/** Where the result of a list is found, outside of the step around it. */
function resultOf(list: StepList, id: string): string {
  const isNamed = list.name !== undefined && list.owner?.kind === 'parallel'
  const inOutput =
    isNamed && list.name !== undefined ? [list.name] : list.kind === 'iteration' ? ['last'] : []
  return formatPath(['steps', id, 'output', ...inOutput])
}
