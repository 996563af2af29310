/** What the keys of a tree need to know of a row; rows are listed as they are shown, top to bottom. */
export interface TreeRowShape {
  id: string
  label: string
  depth: number
  isExpandable: boolean
  isOpen: boolean
}

export type TreeMove = { kind: 'go'; id: string } | { kind: 'toggle'; id: string }

/** What a key does in a tree: up and down, open and in, close and out, to the ends. */
export function moveOf(
  rows: readonly TreeRowShape[],
  current: string | undefined,
  key: string,
): TreeMove | undefined {
  const index = rows.findIndex((row) => row.id === current)
  const row = rows[index]
  const go = (to: number): TreeMove | undefined => {
    const target = rows[Math.min(Math.max(to, 0), rows.length - 1)]
    return target && { kind: 'go', id: target.id }
  }
  switch (key) {
    case 'ArrowDown':
      return go(index + 1)
    case 'ArrowUp':
      return go(index - 1)
    case 'Home':
      return go(0)
    case 'End':
      return go(rows.length - 1)
    case 'ArrowRight':
      return row?.isExpandable && !row.isOpen ? { kind: 'toggle', id: row.id } : go(index + 1)
    case 'ArrowLeft':
      if (row?.isExpandable && row.isOpen) return { kind: 'toggle', id: row.id }
      return go(rows.findLastIndex((one, at) => at < index && one.depth < (row?.depth ?? 0)))
    default:
      return undefined
  }
}

/** The next row whose label begins with what was typed; a single letter, also repeated, goes on from the current row. */
export function findTyped(
  rows: readonly TreeRowShape[],
  current: string | undefined,
  typed: string,
): string | undefined {
  const [first = ''] = typed
  const isOneLetter = [...typed].every((letter) => letter === first)
  const text = (isOneLetter ? first : typed).toLowerCase()
  const index = rows.findIndex((row) => row.id === current)
  const from = isOneLetter ? index + 1 : Math.max(index, 0)
  const turned = [...rows.slice(from), ...rows.slice(0, from)]
  return turned.find((row) => row.label.toLowerCase().startsWith(text))?.id
}

export interface TreeBranch<Node> {
  id: string
  label: string
  children?: readonly Node[] | undefined
  /** It has children that are read when it is opened. */
  isLazy?: boolean | undefined
}

export interface TreeRow<Node> extends TreeRowShape {
  node: Node
  /** Its place among its siblings, from 1, and how many they are. */
  position: number
  siblingCount: number
}

/** The rows to show: every root, and below each open row its children. */
export function rowsOf<Node extends TreeBranch<Node>>(
  nodes: readonly Node[],
  openIds: ReadonlySet<string>,
): TreeRow<Node>[] {
  const rows: TreeRow<Node>[] = []
  const walk = (level: readonly Node[], depth: number) => {
    for (const [index, node] of level.entries()) {
      const children = node.children ?? []
      const isExpandable = children.length > 0 || (node.isLazy === true && node.children === undefined)
      const isOpen = isExpandable && openIds.has(node.id)
      const position = index + 1
      rows.push({
        id: node.id,
        label: node.label,
        node,
        depth,
        isExpandable,
        isOpen,
        position,
        siblingCount: level.length,
      })
      if (isOpen) walk(children, depth + 1)
    }
  }
  walk(nodes, 0)
  return rows
}
