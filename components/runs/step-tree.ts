import { callOf, lastOf, PLACES, type StepView } from '@/server/kernel/run-view'
import { casesOf, plannedFrom } from './planned-steps'
import { indexSteps, isOwnList, listsIn, type StepIndex } from './step-index'
import { withItems } from './tree-items'
import {
  isSettledStatus,
  NO_PLAN,
  type Plan,
  type PlannedStep,
  ROLLBACK_PATH,
  shownStatus,
  statusOf,
  type TreeNode,
} from './tree-node'

export type { Plan, PlannedStep, TreeNode } from './tree-node'

/**
 * The steps of a run as a tree: what the log knows, and what the definition still expects. `finally` and the steps
 * of a rollback stand below, each together.
 */
export function buildTree(steps: ReadonlyMap<string, StepView>, plan: Plan = NO_PLAN): TreeNode[] {
  const index = indexSteps(steps)
  return [
    ...levelOf({ index, frame: '', plan: plan.steps, container: '', slot: '' }),
    ...(plan.steps.length === 0 ? fragmentOf(index, steps) : []),
    ...finallySection(index, plan.finally),
    ...rollbackSection(index, steps),
  ]
}

/** A list of steps in a run: its path, and where the index has it. */
interface Level {
  index: StepIndex
  frame: string
  plan: readonly PlannedStep[]
  container: string
  slot: string
}

function levelOf({ index, frame, plan, container, slot }: Level): TreeNode[] {
  const seen = listsIn(index, container).get(slot) ?? []
  const byId = new Map(seen.map((step) => [step.stepId, step]))
  const ids = new Set(plan.map((one) => one.id))
  return [
    ...plan.map((one) => nodeOf(index, frame, byId.get(one.id), one)),
    ...seen.filter((step) => !ids.has(step.stepId)).map((step) => nodeOf(index, frame, step)),
  ]
}

function nodeOf(index: StepIndex, frame: string, step: StepView | undefined, plan?: PlannedStep): TreeNode {
  const id = step?.stepId ?? plan?.id ?? ''
  const path = step?.path ?? (frame ? `${frame}.${id}` : id)
  const known = step && step.kind !== 'unknown' ? step.kind : plan?.kind
  const node: TreeNode = {
    path,
    label: step?.name ?? plan?.name ?? id,
    kind: known ?? 'unknown',
    status: step ? shownStatus(step) : 'queued',
    children: [],
    ...(step && { step }),
  }
  if (node.kind === 'forEach' || node.kind === 'loop') {
    const body = plan?.body ?? []
    const whole = withItems(node, {
      lists: listsIn(index, path),
      body,
      childrenOf: childrenIn(index, path, body),
    })
    return { ...whole, children: [...whole.children, ...handlerOf(index, node, plan)] }
  }
  node.children = [
    ...callsOf(index, node),
    ...branchesOf(index, node, plan),
    ...generatedOf(index, node),
    ...handlerOf(index, node, plan),
  ]
  return node
}

function branchesOf(index: StepIndex, node: TreeNode, plan: PlannedStep | undefined): TreeNode[] {
  const lists = listsIn(index, node.path)
  const planned = plan?.branches ?? []
  const names = new Set([...planned.map((one) => one.name), ...[...lists.keys()].filter(isOwnList)])
  const isChosen =
    node.kind === 'switch' && ([...names].some((name) => lists.has(name)) || isSettledStatus(node.status))
  const conditions = casesOf(plan)
  return [...names].map((name) => {
    const path = `${node.path}.${name}`
    const hint = conditions.get(name)
    const branch = { path, label: name, kind: 'branch', ...(hint !== undefined && { hint }) }
    // Of the cases of a switch one is taken; the others will never run.
    if (isChosen && !lists.has(name)) return { ...branch, status: 'skipped', children: [] }
    const body = planned.find((one) => one.name === name)?.steps ?? []
    const children = levelOf({ index, frame: path, plan: body, container: node.path, slot: name })
    return { ...branch, status: statusOf(children), children }
  })
}

/** The durable calls of code, in the order in which the program made them. */
function callsOf(index: StepIndex, node: TreeNode): TreeNode[] {
  const calls = listsIn(index, node.path).get(PLACES.calls) ?? []
  return calls
    .map((step) => ({ call: callOf(lastOf(step.path)), one: nodeOf(index, node.path, step) }))
    .sort((first, second) => (first.call?.index ?? 0) - (second.call?.index ?? 0))
    .map(({ call, one }) => ({
      ...one,
      ...(call && { label: one.step?.name ?? call.kind, mark: `Call ${call.index + 1}` }),
    }))
}

/** Steps that the step made up itself. */
function generatedOf(index: StepIndex, node: TreeNode): TreeNode[] {
  const plan = plannedFrom(node.step?.generated)
  return levelOf({
    index,
    frame: `${node.path}.${PLACES.generated}`,
    plan,
    container: node.path,
    slot: PLACES.generated,
  })
}

/** The steps of `onError`, once the step has failed. */
function handlerOf(index: StepIndex, node: TreeNode, plan: PlannedStep | undefined): TreeNode[] {
  const path = `${node.path}.${PLACES.onError}`
  const children = levelOf({
    index,
    frame: path,
    plan: node.step?.isCaught ? (plan?.handler ?? []) : [],
    container: node.path,
    slot: PLACES.onError,
  })
  if (children.length === 0) return []
  return [{ path, label: 'On error', kind: 'branch', status: statusOf(children), children }]
}

/** Steps of a run that is only a part of its version: what holds them ran in another run. */
function fragmentOf(index: StepIndex, steps: ReadonlyMap<string, StepView>): TreeNode[] {
  const holders = [...index.keys()].filter((path) => path !== '' && !steps.has(path))
  return holders.flatMap((path) => {
    const lists = listsIn(index, path)
    const isList = [...lists.keys()].every((slot) => /^\d+$/.test(slot))
    if (isList) {
      const list: TreeNode = { path, label: lastOf(path), kind: 'forEach', status: 'queued', children: [] }
      const whole = withItems(list, { lists, body: [], childrenOf: childrenIn(index, path, []) })
      return [{ ...whole, status: statusOf(whole.children) }]
    }
    return [...lists.keys()]
      .filter((slot) => slot !== PLACES.undo)
      .flatMap((slot) => levelOf({ index, frame: `${path}.${slot}`, plan: [], container: path, slot }))
  })
}

function childrenIn(index: StepIndex, container: string, plan: readonly PlannedStep[]) {
  return (frame: string, slot: string) => levelOf({ index, frame, plan, container, slot })
}

function finallySection(index: StepIndex, plan: readonly PlannedStep[]): TreeNode[] {
  const path = PLACES.finally
  const children = levelOf({ index, frame: path, plan, container: '', slot: path })
  if (children.length === 0) return []
  return [{ path, label: 'Finally', kind: 'section', status: statusOf(children), children }]
}

/** What took other steps back, in the order in which it ran. */
function rollbackSection(index: StepIndex, steps: ReadonlyMap<string, StepView>): TreeNode[] {
  const undos = [...steps.values()].filter((step) => step.slot === PLACES.undo)
  if (undos.length === 0) return []
  const children = undos.map((undo): TreeNode => {
    const undone = undo.parent === undefined ? undefined : steps.get(undo.parent)
    const name = undone?.name ?? lastOf(undo.parent ?? undo.path)
    const isDeep = undo.parent !== undefined && undo.parent !== lastOf(undo.parent)
    return {
      ...nodeOf(index, '', undo),
      label: `Undo ${name}`,
      ...(isDeep && undo.parent && { hint: undo.parent }),
    }
  })
  return [{ path: ROLLBACK_PATH, label: 'Rollback', kind: 'section', status: statusOf(children), children }]
}
