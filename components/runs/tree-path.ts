import { PLACES, type StepView } from '@/server/kernel/run-view'
import { isContainerKind, type TreeNode } from './tree-node'

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

/** Code that made more calls than this starts closed, as loops do. */
const MANY_CALLS = 20
const CLOSED_KINDS = new Set(['forEach', 'loop', 'item'])

function opensByItself({ kind, children }: TreeNode): boolean {
  return !CLOSED_KINDS.has(kind) && (kind !== 'code' || children.length <= MANY_CALLS)
}

/** `toggled`, changed so that the way to `path` is open. */
export function revealed(
  nodes: readonly TreeNode[],
  toggled: ReadonlySet<string>,
  path: string,
): ReadonlySet<string> {
  const next = new Set(toggled)
  for (const node of wayTo(nodes, path)?.slice(0, -1) ?? []) {
    if (opensByItself(node)) next.delete(node.path)
    else next.add(node.path)
  }
  return next
}

/** From the top to the node of this path, both included. */
export function wayTo(nodes: readonly TreeNode[], path: string): TreeNode[] | undefined {
  for (const node of nodes) {
    if (node.path === path) return [node]
    const rest = wayTo(node.children, path)
    if (rest) return [node, ...rest]
  }
  return undefined
}

/** The step that failed first: the one the run names, else the first failed step that holds no others. */
export function firstFailure(view: {
  steps: ReadonlyMap<string, StepView>
  error?: { path?: string | undefined } | undefined
}): string | undefined {
  const named = view.error?.path
  const failed = [...view.steps.values()].filter((step) => step.status === 'failed')
  const holders = new Set(failed.map((step) => step.parent))
  const leaves = failed.filter((step) => !isContainerKind(step.kind) && !holders.has(step.path))
  if (named !== undefined && leaves.some((step) => step.path === named)) return named
  return (leaves.find((step) => !step.isContinued) ?? leaves[0] ?? failed[0])?.path
}

/** Whether a step's own time is that of the steps in it: a container, or code that made calls. */
export function holdsTime(node: TreeNode): boolean {
  return (
    !node.step ||
    isContainerKind(node.kind) ||
    node.children.some((child) => child.step?.slot === PLACES.calls)
  )
}
