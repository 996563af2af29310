import type { JsonValue } from '@/server/kernel/json'
import type { StepKindName, WorkflowDefinition } from '@/server/language/contracts'
import { type FieldChange, fieldChanges } from './diff/field-changes'
import { movedKeys } from './diff/moved-keys'
import { type PlacedStep, placedSteps } from './diff/placed-steps'
import { stepFields } from './diff/step-fields'
import { workflowParts } from './diff/workflow-parts'

export type { FieldChange } from './diff/field-changes'

/** A part of a definition that differs; `before` is absent where it was added, `after` where it is gone. */
export type Change = PartChange | StepChange

/** A field of the workflow, an input, a constant of `vars`. */
export interface PartChange {
  subject: 'workflow' | 'input' | 'var'
  kind: 'added' | 'removed' | 'changed'
  name: string
  before?: JsonValue
  after?: JsonValue
  /** What differs inside, where both are mappings; else the whole. */
  fields: FieldChange[]
}

export interface StepChange {
  subject: 'step'
  /** `moved`: nothing else. A step that moved and changed is `changed`. */
  kind: 'added' | 'removed' | 'changed' | 'moved'
  id: string
  stepKind: StepKindName
  name?: string
  /** The list it stands in: empty at the top, else such as `fulfil.payment` or `finally`; before, where it is gone. */
  list: string
  /** Where it stood, if it moved; the same list: only its position changed. */
  movedFrom?: string
  /** How many steps inside came or went with it. */
  innerSteps: number
  /** Empty for an added or removed step. */
  fields: FieldChange[]
}

/**
 * What is different between two definitions, by what it means: steps by id, wherever they stand, with the fields
 * that changed; inputs and constants by name. Empty exactly when both have the same digest.
 */
export function diffDefinitions(before: WorkflowDefinition, after: WorkflowDefinition): Change[] {
  return [...partChanges(before, after), ...stepChanges(before, after)]
}

function partChanges(before: WorkflowDefinition, after: WorkflowDefinition): PartChange[] {
  const [old, now] = [workflowParts(before), workflowParts(after)]
  return (['workflow', 'input', 'var'] as const).flatMap((subject) => {
    const names = new Set([...Object.keys(now[subject]), ...Object.keys(old[subject])])
    return [...names].flatMap((name) => {
      const change = partChange(subject, name, old[subject][name], now[subject][name])
      return change ?? []
    })
  })
}

function partChange(
  subject: PartChange['subject'],
  name: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): PartChange | undefined {
  if (before === undefined)
    return after === undefined ? undefined : { subject, kind: 'added', name, after, fields: [] }
  if (after === undefined) return { subject, kind: 'removed', name, before, fields: [] }
  const fields = fieldChanges(before, after)
  return fields.length === 0 ? undefined : { subject, kind: 'changed', name, before, after, fields }
}

function stepChanges(before: WorkflowDefinition, after: WorkflowDefinition): StepChange[] {
  const [old, now] = [placedSteps(before), placedSteps(after)]
  const moved = movedKeys(old, now)
  const changes = new Map<string, StepChange>()
  for (const [key, placed] of now) {
    const was = old.get(key)
    const change = was ? changed(was, placed, moved.has(key)) : whole('added', placed, now, old)
    if (change) changes.set(key, change)
  }
  for (const [key, placed] of old) {
    if (now.has(key)) continue
    const change = whole('removed', placed, old, now)
    if (change) changes.set(key, change)
  }
  return readingOrder([...old.keys()], [...now.keys()]).flatMap((key) => changes.get(key) ?? [])
}

function changed(was: PlacedStep, placed: PlacedStep, isMoved: boolean): StepChange | undefined {
  const fields = fieldChanges(stepFields(was.step), stepFields(placed.step))
  if (fields.length === 0 && !isMoved) return undefined
  return {
    ...described(placed),
    kind: fields.length === 0 ? 'moved' : 'changed',
    ...(isMoved ? { movedFrom: was.list } : {}),
    fields,
  }
}

/** A step that is only on one side; one inside another such step is told with it. */
function whole(
  kind: 'added' | 'removed',
  placed: PlacedStep,
  own: ReadonlyMap<string, PlacedStep>,
  other: ReadonlyMap<string, PlacedStep>,
): StepChange | undefined {
  if (placed.owner !== undefined && !other.has(placed.owner)) return undefined
  const inner = [...own.values()].filter(
    (candidate) => !other.has(candidate.key) && isInside(candidate, placed.key, own),
  )
  return { ...described(placed), kind, innerSteps: inner.length, fields: [] }
}

function isInside(step: PlacedStep, key: string, steps: ReadonlyMap<string, PlacedStep>): boolean {
  for (let owner = step.owner; owner !== undefined; owner = steps.get(owner)?.owner)
    if (owner === key) return true
  return false
}

function described({ step, list }: PlacedStep): Omit<StepChange, 'kind'> {
  return {
    subject: 'step',
    id: step.id,
    stepKind: step.kind,
    ...(step.name === undefined ? {} : { name: step.name }),
    list,
    innerSteps: 0,
    fields: [],
  }
}

/** The order of the new definition, with what is gone after the step that stood before it. */
function readingOrder(old: readonly string[], now: readonly string[]): string[] {
  const known = new Set(now)
  const gone = new Map<string | undefined, string[]>()
  let last: string | undefined
  for (const key of old) {
    if (known.has(key)) last = key
    else gone.set(last, [...(gone.get(last) ?? []), key])
  }
  return [...(gone.get(undefined) ?? []), ...now.flatMap((key) => [key, ...(gone.get(key) ?? [])])]
}
