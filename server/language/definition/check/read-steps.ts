import { KINDS } from '../kinds'
import { isReservedId, reservedName } from '../reserved-ids'
import { childOf, type MapNode, nodeAt, type SourceNode, toJson } from '../source/node'
import type { ProblemList } from '../source/problems'
import type { StepDraft, StepList } from './draft'
import { readFields } from './read-fields'
import { readKind } from './read-kind'

/** Reads a list of steps, and the lists inside them, telling what does not fit. */
export function readSteps(
  node: SourceNode | undefined,
  place: Omit<StepList, 'steps'>,
  problems: ProblemList,
): StepList {
  const list: StepList = { ...place, steps: [] }
  if (node?.kind !== 'list') return list
  for (const item of node.items) {
    if (item.kind === 'map') list.steps.push(readStep(item, list, problems))
    else {
      problems.add(item, {
        code: 'wrong_type',
        message: 'A step is a mapping.',
        suggestion: 'Start with `- id: my_step`, then its kind, such as `set:`, below it.',
      })
    }
  }
  return list
}

function readStep(node: MapNode, list: StepList, problems: ProblemList): StepDraft {
  const first = [...node.entries.values()][0]
  const at = node.entries.get('id')?.key ?? first?.key ?? { start: node.start, end: node.start + 1 }
  const step: StepDraft = { node, list, index: list.steps.length, at, kindAt: at, fields: {}, inner: [] }
  const idNode = childOf(node, 'id')
  if (idNode?.kind === 'scalar' && typeof idNode.value === 'string' && idNode.value !== '') {
    step.id = idNode.value
    if (isReservedId(step.id)) {
      problems.add(idNode, { code: 'reserved_id', message: reservedName(step.id) })
    }
  }
  readFields(step, problems)
  readKind(step, problems)
  readLists(step, problems)
  return step
}

function readLists(step: StepDraft, problems: ProblemList): void {
  const { config, node } = step
  const nested = step.kind === undefined ? undefined : KINDS[step.kind].nested
  if (nested !== undefined && config !== undefined) {
    step.inner = nested.listsIn(toJson(config)).map(({ path, ...list }) => {
      return readSteps(nodeAt(config, path), { kind: nested.kind, owner: step, ...list }, problems)
    })
  }
  const handler = childOf(childOf(node, 'onError'), 'steps')
  if (handler !== undefined) step.handler = readSteps(handler, { kind: 'handler', owner: step }, problems)
  const undo = node.entries.get('undo')
  if (undo?.node.kind === 'map') step.undo = readUndo(step, undo.node, undo.key, problems)
}

/** The body of one step, without an id: it is called `undo`. */
function readUndo(owner: StepDraft, node: MapNode, at: StepDraft['at'], problems: ProblemList): StepList {
  const list: StepList = { kind: 'undo', owner, steps: [] }
  const step: StepDraft = { node, list, index: 0, id: 'undo', at, kindAt: at, fields: {}, inner: [] }
  list.steps.push(step)
  readFields(step, problems)
  readKind(step, problems)
  return list
}
