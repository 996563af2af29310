import type { Step, StepState, WorkflowDefinition } from '../contracts'
import { type WalkedStep, walkSteps } from '../definition'

/** A step of the document at one place of a run. */
export interface StepPlace {
  path: string
  step: Step
  /** Which list it stands in: see `walkSteps`. */
  list: WalkedStep['list']
  /** The path of that list: empty at the top, `sweep[3]`, `charges.card`, `charge.onError`, `finally`. */
  listPath: string
  /** The steps of that list. */
  steps: readonly Step[]
  /** The step around the list; absent at the top. */
  owner?: StepPlace
  /** The item or iteration. */
  slot?: number
}

/**
 * The place that a path names, with all places around it. Undefined where it names no step of the document: a call
 * that code made, a batch of items, a step that a step made up, or nothing at all.
 */
export function placeOf(definition: WorkflowDefinition, path: string): StepPlace | undefined {
  return placeIn(walkedOf(definition), definition, path)
}

/** From the outermost to the place itself. */
export function chainOf(place: StepPlace): StepPlace[] {
  return place.owner ? [...chainOf(place.owner), place] : [place]
}

/**
 * The step that a path names, those that a step made up included. Undefined: a call that code made, or a batch
 * of items.
 */
export function stepAt(
  definition: WorkflowDefinition,
  states: ReadonlyMap<string, StepState>,
  path: string,
): Step | undefined {
  const at = path.lastIndexOf(GENERATED)
  if (at < 0) return placeOf(definition, path)?.step
  const steps = states.get(path.slice(0, at))?.generated
  const inner = path.slice(at + GENERATED.length)
  return steps && placeOf({ ...definition, steps: [...steps], finally: [] }, inner)?.step
}

const GENERATED = '.generated.'

type Walked = ReadonlyMap<string, WalkedStep>

const walked = new WeakMap<readonly Step[], Walked>()

/** Ids name steps of a document once, but for `undo`, which its owner names. */
function walkedOf(definition: WorkflowDefinition): Walked {
  const known = walked.get(definition.steps)
  if (known) return known
  const steps = new Map<string, WalkedStep>()
  for (const entry of walkSteps(definition)) if (entry.list !== 'undo') steps.set(entry.step.id, entry)
  walked.set(definition.steps, steps)
  return steps
}

function placeIn(steps: Walked, definition: WorkflowDefinition, path: string): StepPlace | undefined {
  const dot = path.lastIndexOf('.')
  const listPath = dot < 0 ? '' : path.slice(0, dot)
  const id = path.slice(dot + 1)
  if (id === 'undo') return undoOf(placeIn(steps, definition, listPath), path)
  const entry = steps.get(id)
  if (!entry) return undefined
  const { step, list } = entry
  if (!entry.owner) {
    const top =
      list === 'finally'
        ? { listPath: 'finally', steps: definition.finally ?? [] }
        : { listPath: '', steps: definition.steps }
    return listPath === top.listPath ? { path, step, list, ...top } : undefined
  }
  const inside = insideOf(entry, listPath)
  if (!inside) return undefined
  const owner = placeIn(steps, definition, inside.ownerPath)
  if (owner?.step !== entry.owner) return undefined
  const slot = inside.slot === undefined ? {} : { slot: inside.slot }
  return { path, step, list, listPath, steps: inside.steps, owner, ...slot }
}

function undoOf(owner: StepPlace | undefined, path: string): StepPlace | undefined {
  const step = owner?.step.undo
  return step && { path, step, list: 'undo', listPath: owner.path, steps: [step], owner }
}

interface Inside {
  ownerPath: string
  steps: readonly Step[]
  slot?: number
}

/** What the path of a list says of the step around it. */
function insideOf({ list, owner, name }: WalkedStep, listPath: string): Inside | undefined {
  if (list === 'branch') {
    const steps = owner?.branches?.find((branch) => branch.name === name)?.steps
    return steps && listPath.endsWith(`.${name}`)
      ? { ownerPath: listPath.slice(0, -(name?.length ?? 0) - 1), steps }
      : undefined
  }
  if (list === 'handler')
    return listPath.endsWith('.onError')
      ? { ownerPath: listPath.slice(0, -'.onError'.length), steps: owner?.handler ?? [] }
      : undefined
  const [, ownerPath, slot] = /^(.*)\[(\d{1,9})\]$/.exec(listPath) ?? []
  return ownerPath === undefined ? undefined : { ownerPath, steps: owner?.body ?? [], slot: Number(slot) }
}
