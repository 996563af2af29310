import type { JsonValue } from '@/server/kernel/json'

/** Offsets in the document; `end` is exclusive. */
export interface Range {
  start: number
  end: number
}

/** A value of the document that knows where it stands. */
export type SourceNode = ScalarNode | ListNode | MapNode

export interface ScalarNode extends Range {
  kind: 'scalar'
  value: null | boolean | number | string
}

export interface ListNode extends Range {
  kind: 'list'
  items: SourceNode[]
}

export interface MapNode extends Range {
  kind: 'map'
  entries: Map<string, { key: Range; node: SourceNode }>
}

export type Path = readonly (string | number)[]

export function toJson(node: SourceNode): JsonValue {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toJson)
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toJson(entry.node)]))
}

export function childOf(node: SourceNode | undefined, name: string | number): SourceNode | undefined {
  if (node?.kind === 'map') return node.entries.get(String(name))?.node
  if (node?.kind === 'list') return node.items[Number(name)]
  return undefined
}

export function nodeAt(root: SourceNode | undefined, path: Path): SourceNode | undefined {
  return path.reduce<SourceNode | undefined>(childOf, root)
}

/** Where a path is written: its value, or the nearest thing above it that exists. */
export function rangeAt(root: SourceNode, path: Path): Range {
  let node = root
  let best: Range = root
  for (const name of path) {
    const entry = node.kind === 'map' ? node.entries.get(String(name)) : undefined
    const next = entry?.node ?? childOf(node, name)
    if (next === undefined) return node === root ? best : (best ?? node)
    // A mapping, a list and nothing are pointed at by their key.
    best = entry !== undefined && (next.kind !== 'scalar' || next.start >= next.end) ? entry.key : next
    node = next
  }
  return best
}

/** Where the key that ends the path is written. */
export function keyRangeAt(root: SourceNode, path: Path): Range {
  const parent = nodeAt(root, path.slice(0, -1))
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined
  return entry?.key ?? rangeAt(root, path)
}

/** Every text below a node, with its path, passing over what stands at some places. */
export function* textsOf(
  node: SourceNode,
  path: Path = [],
  isPassedOver?: (path: Path) => boolean,
): Generator<{ node: ScalarNode; text: string; path: Path }> {
  if (isPassedOver?.(path)) return
  if (node.kind === 'scalar') {
    if (typeof node.value === 'string') yield { node, text: node.value, path }
  } else if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) yield* textsOf(item, [...path, index], isPassedOver)
  } else {
    for (const [key, entry] of node.entries) yield* textsOf(entry.node, [...path, key], isPassedOver)
  }
}
