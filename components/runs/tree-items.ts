import type { JsonValue } from '@/server/kernel/json'
import type { StepView } from '@/server/kernel/run-view'
import { isOwnList } from './step-index'
import { isSettledStatus, type PlannedStep, shownStatus, statusOf, type TreeNode } from './tree-node'

/** How many items of a long `forEach` one child run takes. */
const ITEMS_PER_BATCH = 200

export interface Items {
  /** Steps by item. */
  lists: ReadonlyMap<string, readonly StepView[]>
  body: readonly PlannedStep[]
  /** The nodes of one item. */
  childrenOf: (frame: string, slot: string) => TreeNode[]
}

/** A `forEach` with its items, failed ones first, or a `loop` with its iterations in their order. */
export function withItems(node: TreeNode, { lists: known, body, childrenOf }: Items): TreeNode {
  const lists = [...known]
    .filter(([slot]) => isOwnList(slot))
    .map(([slot, steps]) => ({ at: Number(slot), steps }))
    .sort((one, other) => one.at - other.at)
  if (lists.length === 0) return node
  const items = itemsOf(node.step)
  // A run of some items only is not told of them in its log.
  const total = items && items.length >= lists.length ? items.length : undefined
  const batches = lists.flatMap(({ at, steps }) => batchOf(at, steps, total) ?? [])
  if (batches.length > 0) {
    const [first, rest] = failedFirst(batches)
    return { ...node, children: [...first, ...rest], summary: batchSummary(batches, total) }
  }
  const isSingle = body.length > 0 ? body.length === 1 : lists.every(({ steps }) => steps.length === 1)
  const nodes = lists.map(({ at }): TreeNode => {
    const frame = `${node.path}[${at}]`
    const children = childrenOf(frame, String(at))
    return node.kind === 'loop'
      ? iterationOf(at, frame, children, isSingle)
      : itemOf(at, frame, children, isSingle, hintOf(items?.[at]))
  })
  if (node.kind === 'loop') return { ...node, children: nodes, summary: loopSummary(nodes) }
  const [failed, rest] = failedFirst(nodes)
  const noun = isSingle ? (nodes[0]?.label ?? 'items') : 'items'
  return { ...node, children: [...failed, ...rest], summary: itemSummary(nodes, noun, total) }
}

function itemOf(
  at: number,
  frame: string,
  children: TreeNode[],
  isSingle: boolean,
  hint: string | undefined,
): TreeNode {
  const extra = { index: at, mark: `[${at}]`, ...(hint && { hint }) }
  const [only] = children
  if (isSingle && only) return { ...only, ...extra }
  return { path: frame, label: 'item', kind: 'item', status: statusOf(children), children, ...extra }
}

function iterationOf(at: number, frame: string, children: TreeNode[], isSingle: boolean): TreeNode {
  const name = `Iteration ${at + 1}`
  const [only] = children
  if (isSingle && only) return { ...only, index: at, mark: name }
  return { path: frame, label: name, kind: 'item', status: statusOf(children), children, index: at }
}

/** Some items of a long list, which a child run took. */
function batchOf(at: number, steps: readonly StepView[], total: number | undefined): TreeNode | undefined {
  const [step] = steps
  if (step?.kind !== 'forEach' || step.stepId !== 'batch' || steps.length > 1) return undefined
  const from = at * ITEMS_PER_BATCH
  const to = Math.min(from + ITEMS_PER_BATCH, total ?? Number.POSITIVE_INFINITY) - 1
  return {
    path: step.path,
    label: `Items ${from}–${to}`,
    kind: 'batch',
    status: shownStatus(step),
    step,
    index: at,
    children: [],
  }
}

function failedFirst(nodes: readonly TreeNode[]): [TreeNode[], TreeNode[]] {
  return [nodes.filter((one) => one.status === 'failed'), nodes.filter((one) => one.status !== 'failed')]
}

function itemSummary(nodes: readonly TreeNode[], noun: string, total = nodes.length): string {
  const settled = nodes.filter((node) => isSettledStatus(node.status)).length
  const count = settled === total ? `${total}` : `${settled}/${total}`
  return withFailed(noun === 'items' ? `${count} items` : `${count} × ${noun}`, nodes)
}

function loopSummary(nodes: readonly TreeNode[]): string {
  return withFailed(nodes.length === 1 ? '1 iteration' : `${nodes.length} iterations`, nodes)
}

function batchSummary(nodes: readonly TreeNode[], total: number | undefined): string {
  const settled = nodes.filter((node) => isSettledStatus(node.status)).length
  const count = settled === nodes.length ? `${settled}` : `${settled}/${nodes.length}`
  const items = total === undefined ? '' : `${total.toLocaleString('en')} items in `
  return withFailed(`${items}${count} batches`, nodes)
}

function withFailed(text: string, nodes: readonly TreeNode[]): string {
  const failed = nodes.filter((node) => node.status === 'failed').length
  return failed > 0 ? `${text}, ${failed} failed` : text
}

function itemsOf(step: StepView | undefined): JsonValue[] | undefined {
  const input = step?.attempts.at(-1)?.input
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined
  return Array.isArray(input.items) ? input.items : undefined
}

const HINT_MAX = 80

function hintOf(item: JsonValue | undefined): string | undefined {
  if (typeof item === 'number') return String(item)
  return typeof item === 'string' && item.length <= HINT_MAX ? item : undefined
}
