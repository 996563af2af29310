import { isJsonObject, type JsonObject, type JsonValue } from '@/server/kernel/json'
import type { RunFragment, StepState, WorkflowDefinition } from '../contracts'
import { chainOf, placeOf, type StepPlace } from './step-place'

export interface RecordedRun {
  definition: WorkflowDefinition
  steps: readonly StepState[]
  /** Of a run of some items only: what its expressions saw of the run around it. */
  fragment?: RunFragment
  /** The evaluated configuration of a `forEach`, by its path, as the log tells it. */
  inputs: ReadonlyMap<string, JsonValue>
}

export type RecordedScope =
  /** What the step's expressions saw beside inputs, vars, run and trigger. */
  { ok: true; scope: JsonObject } | { ok: false; why: 'not_in_document' | 'not_recorded' }

/** Builds anew what one step saw, from what the run recorded: to try that step alone. */
export function recordedScope(run: RecordedRun, path: string): RecordedScope {
  const outer = run.fragment?.kind === 'items' ? run.fragment : undefined
  const definition = outer ? definitionOfItems(run.definition, outer.path) : run.definition
  const place = definition && placeOf(definition, path)
  if (!place || place.list === 'undo') return { ok: false, why: 'not_in_document' }
  const states = new Map(run.steps.map((state) => [state.path, state]))
  let steps: JsonObject = { ...(isJsonObject(outer?.scope.steps) ? outer.scope.steps : {}) }
  let names: JsonObject = { ...outer?.scope }
  if (chainOf(place)[0]?.list === 'finally') steps = { ...steps, ...visibleIn(states, definition.steps, '') }
  for (const link of chainOf(place)) {
    // What lies around the items, the run carries along.
    if (outer && !link.owner) continue
    const given = namesInside(run, states, link)
    if (!given) return { ok: false, why: 'not_recorded' }
    names = { ...names, ...given }
    steps = { ...steps, ...visibleIn(states, link.steps, link.listPath) }
  }
  return { ok: true, scope: { ...names, steps } }
}

/** A run of some items has one step: the `forEach`, which no list stands around. */
function definitionOfItems(definition: WorkflowDefinition, path: string): WorkflowDefinition | undefined {
  const step = placeOf(definition, path)?.step
  return step && { ...definition, steps: [step], finally: [] }
}

/** What the container around a list gives to the steps in it; undefined: it is not known any more. */
function namesInside(
  run: RecordedRun,
  states: ReadonlyMap<string, StepState>,
  { list, owner, slot = 0 }: StepPlace,
): JsonObject | undefined {
  if (!owner) return {}
  if (list === 'handler') {
    const error = states.get(owner.path)?.error
    if (!error) return undefined
    // A run's error is JSON all through.
    const details = (error.details ?? null) as JsonValue
    return { error: { code: error.code, message: error.message, details } }
  }
  if (list === 'iteration') return { loop: { index: slot, previous: previousOf(states, owner, slot) } }
  return list === 'item' ? itemOf(run, owner, slot) : {}
}

function previousOf(states: ReadonlyMap<string, StepState>, owner: StepPlace, slot: number): JsonValue {
  const last = owner.step.body?.at(-1)
  return (last && states.get(`${owner.path}[${slot - 1}].${last.id}`)?.output) ?? null
}

function itemOf({ inputs, fragment }: RecordedRun, owner: StepPlace, slot: number): JsonObject | undefined {
  const part = fragment?.kind === 'items' && !owner.owner ? fragment : undefined
  const input = inputs.get(owner.path)
  const items = part?.items ?? (isJsonObject(input) ? input.items : undefined)
  const item = Array.isArray(items) ? items[slot] : undefined
  if (item === undefined) return undefined
  const { config } = owner.step
  const as = isJsonObject(config) && typeof config.as === 'string' ? config.as : 'item'
  return { item, index: (part?.offset ?? 0) + slot, [as]: item }
}

/** What `steps.<id>` showed of the steps of a list that had ended. */
function visibleIn(
  states: ReadonlyMap<string, StepState>,
  list: StepPlace['steps'],
  listPath: string,
): JsonObject {
  const entries = list.flatMap(({ id }): [string, JsonValue][] => {
    const state = states.get(listPath === '' ? id : `${listPath}.${id}`)
    return state && state.status !== 'running' && state.status !== 'waiting' ? [[id, visible(state)]] : []
  })
  return Object.fromEntries(entries)
}

function visible({ output, status, error, attempt, costNanos }: StepState): JsonObject {
  return {
    output: output ?? null,
    status,
    error: error ? { code: error.code, message: error.message } : null,
    attempts: attempt,
    costUsd: costNanos === undefined ? null : Number(costNanos) / 1_000_000_000,
  }
}
