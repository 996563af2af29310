import type { JsonValue } from '@/server/kernel/json'
import type { StepView } from '@/server/kernel/run-view'
import type { Step } from '@/server/language/contracts'
import type { Status } from '../ui/status-table'

/** A step, or a branch or item of one, at its place in the run. */
export interface TreeNode {
  path: string
  label: string
  /** A step kind, or `branch` or `item`. */
  kind: string
  status: Status
  /** Absent for branches, items, and steps that have not begun. */
  step?: StepView
  /** Only inside `forEach`: which item. */
  index?: number
  /** What the item is, where it is short enough to name it. */
  hint?: string
  children: TreeNode[]
  /** Only `forEach`: `200 × fetch, 3 failed`. */
  summary?: string
}

/** What a definition says of steps that the log does not know yet. */
export type PlannedStep = Pick<Step, 'id' | 'kind' | 'name'> & {
  branches?: { name: string; steps: PlannedStep[] }[]
  body?: PlannedStep[]
}

/** The steps of a run as a tree: what the log knows, and what the definition still expects. */
export function buildTree(
  steps: ReadonlyMap<string, StepView>,
  plan: readonly PlannedStep[] = [],
): TreeNode[] {
  return levelOf(indexOf(steps), '', plan)
}

/** Steps by the frame they stand in: container path and slot. */
type Index = Map<string, Map<string, StepView[]>>

function indexOf(steps: ReadonlyMap<string, StepView>): Index {
  const index: Index = new Map()
  for (const step of steps.values()) {
    const slots = index.get(step.parent ?? '') ?? new Map<string, StepView[]>()
    index.set(step.parent ?? '', slots)
    const slot = step.slot ?? ''
    const known = slots.get(slot)
    if (known) known.push(step)
    else slots.set(slot, [step])
  }
  return index
}

function levelOf(
  index: Index,
  frame: string,
  plan: readonly PlannedStep[],
  container = '',
  slot = '',
): TreeNode[] {
  const seen = index.get(container)?.get(slot) ?? []
  const byId = new Map(seen.map((step) => [step.stepId, step]))
  const planned = plan.map((one) => nodeOf(index, frame, byId.get(one.id), one))
  const ids = new Set(plan.map((one) => one.id))
  return [
    ...planned,
    ...seen.filter((step) => !ids.has(step.stepId)).map((step) => nodeOf(index, frame, step)),
  ]
}

function nodeOf(index: Index, frame: string, step: StepView | undefined, plan?: PlannedStep): TreeNode {
  const id = step?.stepId ?? plan?.id ?? ''
  const path = step?.path ?? (frame ? `${frame}.${id}` : id)
  const known = step && step.kind !== 'unknown' ? step.kind : plan?.kind
  const kind = known ?? 'unknown'
  const node: TreeNode = {
    path,
    label: step?.name ?? plan?.name ?? id,
    kind,
    status: step && step.status !== 'pending' ? step.status : 'queued',
    children: [],
    ...(step && { step }),
  }
  if (kind === 'forEach') return withItems(node, index, plan?.body ?? [])
  const slots = [
    ...new Set([...(plan?.branches ?? []).map((one) => one.name), ...(index.get(path)?.keys() ?? [])]),
  ]
  node.children = slots.map((name) => {
    const body = plan?.branches?.find((one) => one.name === name)?.steps ?? []
    const children = levelOf(index, `${path}.${name}`, body, path, name)
    return { path: `${path}.${name}`, label: name, kind: 'branch', status: statusOf(children), children }
  })
  return node
}

function withItems(node: TreeNode, index: Index, body: readonly PlannedStep[]): TreeNode {
  const slots = [...(index.get(node.path) ?? [])]
  if (slots.length === 0) return node
  const items = itemsOf(node.step)
  const isSingle = body.length > 0 ? body.length === 1 : slots.every(([, steps]) => steps.length === 1)
  const nodes = slots
    .map(([slot]) => Number(slot))
    .sort((one, other) => one - other)
    .map((at): TreeNode => {
      const frame = `${node.path}[${at}]`
      const children = levelOf(index, frame, body, node.path, String(at))
      const hint = hintOf(items?.[at])
      const [only] = children
      const extra = { index: at, ...(hint && { hint }) }
      if (isSingle && only) return { ...only, ...extra }
      return {
        path: frame,
        label: 'item',
        kind: 'item',
        status: statusOf(children),
        children,
        ...extra,
      }
    })
  const failed = nodes.filter((one) => one.status === 'failed')
  const rest = nodes.filter((one) => one.status !== 'failed')
  const noun = isSingle ? (nodes[0]?.label ?? 'items') : 'items'
  return { ...node, children: [...failed, ...rest], summary: summaryOf(nodes, noun, items?.length) }
}

function summaryOf(nodes: readonly TreeNode[], noun: string, total = nodes.length): string {
  const settled = nodes.filter((node) => SETTLED.has(node.status)).length
  const failed = nodes.filter((node) => node.status === 'failed').length
  const count = settled === total ? `${total}` : `${settled}/${total}`
  const parts = [noun === 'items' ? `${count} items` : `${count} × ${noun}`]
  if (failed > 0) parts.push(`${failed} failed`)
  return parts.join(', ')
}

const SETTLED: ReadonlySet<Status> = new Set<Status>(['succeeded', 'failed', 'skipped', 'cancelled'])

/** The status of a list of steps, from its steps. */
function statusOf(children: readonly TreeNode[]): Status {
  const has = (status: Status) => children.some((child) => child.status === status)
  if (children.some((child) => child.status === 'failed' && !child.step?.isContinued)) return 'failed'
  if (has('running')) return 'running'
  if (has('waiting')) return 'waiting'
  if (has('cancelled')) return 'cancelled'
  if (children.length === 0 || children.every((child) => child.status === 'queued')) return 'queued'
  if (has('queued')) return 'running'
  return children.every((child) => child.status === 'skipped') ? 'skipped' : 'succeeded'
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

export interface TreeRow {
  node: TreeNode
  depth: number
  isOpen: boolean
}

/** The rows to draw, top to bottom. Loops start closed, the rest open; `toggled` turns that around. */
export function visibleRows(nodes: readonly TreeNode[], toggled: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (level: readonly TreeNode[], depth: number) => {
    for (const node of level) {
      const isOpen = node.children.length > 0 && opensByItself(node) !== toggled.has(node.path)
      rows.push({ node, depth, isOpen })
      if (isOpen) walk(node.children, depth + 1)
    }
  }
  walk(nodes, 0)
  return rows
}

function opensByItself(node: TreeNode): boolean {
  return node.kind !== 'forEach' && node.kind !== 'item'
}

/** `toggled`, changed so that the way to `path` is open. */
export function revealed(
  nodes: readonly TreeNode[],
  toggled: ReadonlySet<string>,
  path: string,
): ReadonlySet<string> {
  const next = new Set(toggled)
  let level = nodes
  for (;;) {
    const step = level.find((node) => path !== node.path && isWithin(path, node.path))
    if (!step) return next
    if (opensByItself(step)) next.delete(step.path)
    else next.add(step.path)
    level = step.children
  }
}

function isWithin(path: string, container: string): boolean {
  const follows = path[container.length]
  return path.startsWith(container) && (follows === '.' || follows === '[')
}

/** The step that failed first: the one the run names, else the first failed step that holds no others. */
export function firstFailure(view: {
  steps: ReadonlyMap<string, StepView>
  error?: { path?: string | undefined } | undefined
}): string | undefined {
  const named = view.error?.path
  const failed = [...view.steps.values()].filter((step) => step.status === 'failed')
  const leaves = failed.filter((step) => step.kind !== 'parallel' && step.kind !== 'forEach')
  if (named !== undefined && leaves.some((step) => step.path === named)) return named
  return (leaves.find((step) => !step.isContinued) ?? leaves[0] ?? failed[0])?.path
}

/** A step or group by its path. */
export function findNode(nodes: readonly TreeNode[], path: string): TreeNode | undefined {
  for (const node of nodes) {
    if (node.path === path) return node
    const found =
      isWithin(path, node.path) || node.kind === 'forEach' ? findNode(node.children, path) : undefined
    if (found) return found
  }
  return undefined
}
