import type { JsonValue } from '@/server/kernel/json'

/** One visible line of a JSON tree. */
export interface JsonRow {
  /** A JavaScript-like path, `$.steps[0].name`: identity, and what "copy path" copies. */
  path: string
  /** The key or index in its parent; missing at the root. */
  name: string | undefined
  value: JsonValue
  depth: number
  /** Children are there to expand. */
  isBranch: boolean
  isExpanded: boolean
  /** Stands for the rest of a long parent: how many are not shown yet. */
  hiddenCount?: number
  parentPath: string | undefined
}

export const PAGE_SIZE = 100

/** The lines to show: only expanded branches are walked, and long ones page by page. */
export function visibleRows(
  root: JsonValue,
  expanded: ReadonlySet<string>,
  pages: ReadonlyMap<string, number>,
): JsonRow[] {
  const rows: JsonRow[] = []
  walk(undefined, root, '$', 0, undefined)
  return rows

  function walk(
    name: string | undefined,
    value: JsonValue,
    path: string,
    depth: number,
    parentPath: string | undefined,
  ) {
    const children = childrenOf(value)
    const isExpanded = children.length > 0 && expanded.has(path)
    rows.push({ path, name, value, depth, isBranch: children.length > 0, isExpanded, parentPath })
    if (!isExpanded) return
    const limit = PAGE_SIZE * (pages.get(path) ?? 1)
    for (const [key, child] of children.slice(0, limit))
      walk(key, child, childPath(path, key, value), depth + 1, path)
    const hiddenCount = children.length - limit
    if (hiddenCount > 0) {
      const more = { name: undefined, value: null, isBranch: false, isExpanded: false }
      rows.push({ ...more, path: `${path}#more`, depth: depth + 1, hiddenCount, parentPath: path })
    }
  }
}

/** Paths to expand at first: breadth first, until about `maxRows` lines would show. */
export function pathsToDepth(root: JsonValue, maxDepth: number, maxRows: number): Set<string> {
  const expanded = new Set<string>()
  let level: [string, JsonValue][] = [['$', root]]
  let rowCount = 1
  for (let depth = 0; depth < maxDepth && level.length > 0; depth += 1) {
    const next: [string, JsonValue][] = []
    for (const [path, value] of level) {
      const children = childrenOf(value)
      if (children.length === 0) continue
      if (depth > 0 && rowCount + Math.min(children.length, PAGE_SIZE) > maxRows) continue
      expanded.add(path)
      rowCount += Math.min(children.length, PAGE_SIZE)
      for (const [key, child] of children.slice(0, PAGE_SIZE)) next.push([childPath(path, key, value), child])
    }
    level = next
  }
  return expanded
}

/** Keys or indexes with their values; empty for scalars. */
export function childrenOf(value: JsonValue): [string, JsonValue][] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value)
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/

function childPath(path: string, key: string, parent: JsonValue): string {
  if (Array.isArray(parent)) return `${path}[${key}]`
  return PLAIN_KEY.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
}
