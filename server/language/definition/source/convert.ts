import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml'
import { MAX_DEPTH } from './depth'
import type { MapNode, Range, SourceNode } from './node'
import type { ProblemList } from './problems'
import { valueText } from './yaml-problems'

/** Counts an aliased value each time, so that a small text cannot unfold into a huge one. */
export const MAX_NODES = 100_000

interface Conversion {
  source: string
  problems: ProblemList
  /** Offsets of the tags that YAML could not resolve. */
  tags: number[]
  nodes: number
  /** The latest node of each anchor, as the walk goes: an alias means the last one before it. */
  anchors: Map<string, unknown>
}

/** The YAML tree as plain values with positions: aliases resolved, keys texts, numbers JSON numbers. */
export function convertDocument(
  document: Document,
  source: string,
  problems: ProblemList,
  tags: number[],
): SourceNode | undefined {
  const conversion: Conversion = { source, problems, tags, nodes: 0, anchors: new Map() }
  return convert(document.contents, conversion, 0)
}

function convert(node: unknown, conversion: Conversion, depth: number): SourceNode | undefined {
  const range = rangeOf(node)
  if (conversion.nodes > MAX_NODES) return undefined
  if (++conversion.nodes > MAX_NODES) {
    conversion.problems.add(range, {
      code: 'too_large',
      message: `The document holds more than ${MAX_NODES} values.`,
    })
    return undefined
  }
  if (depth > MAX_DEPTH) {
    conversion.problems.add(range, {
      code: 'too_deep',
      message: `The document is nested deeper than ${MAX_DEPTH} levels.`,
    })
    return undefined
  }
  if (isAlias(node)) return convertAlias(node.source, range, conversion, depth)
  if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') {
    conversion.anchors.set(node.anchor, node)
  }
  if (isMap(node)) return convertMap(node.items, range, conversion, depth)
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item, conversion, depth + 1) ?? nothingAt(range))
    return { kind: 'list', items, ...range }
  }
  if (isScalar(node)) return convertScalar(node, range, conversion)
  return node === null || node === undefined ? undefined : nothingAt(range)
}

function convertAlias(name: string, range: Range, conversion: Conversion, depth: number): SourceNode {
  const target = conversion.anchors.get(name)
  if (target === undefined) {
    conversion.problems.add(range, {
      code: 'unknown_alias',
      message: `\`*${name}\` refers to an anchor that does not exist.`,
      suggestion: 'Put quotes around a text that starts with `*`.',
    })
    return nothingAt(range)
  }
  const node = convert(target, conversion, depth + 1)
  // Problems are shown where the alias stands, not at the anchor: that is the place being checked.
  return node === undefined ? nothingAt(range) : moved(node, range)
}

function moved(node: SourceNode, range: Range): SourceNode {
  if (node.kind === 'scalar') return { ...node, ...range }
  if (node.kind === 'list') return { ...node, ...range, items: node.items.map((item) => moved(item, range)) }
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { key: range, node: moved(entry.node, range) }] as const,
  )
  return { ...node, ...range, entries: new Map(entries) }
}

function convertMap(
  pairs: Pair<unknown, unknown>[],
  range: Range,
  conversion: Conversion,
  depth: number,
): MapNode {
  const entries: MapNode['entries'] = new Map()
  for (const pair of pairs) {
    const key = rangeOf(pair.key)
    const name = keyName(pair.key)
    if (name === undefined) {
      conversion.problems.add(key, { code: 'invalid_key', message: 'A key must be a plain text.' })
      continue
    }
    const node = convert(pair.value, conversion, depth + 1) ?? nothingAt({ start: key.start, end: key.end })
    if (!entries.has(name)) entries.set(name, { key, node })
    else {
      conversion.problems.add(key, {
        code: 'duplicate_key',
        message: `The key \`${name}\` is there twice.`,
        suggestion: 'Keep one of them.',
      })
    }
  }
  return { kind: 'map', entries, ...range }
}

function keyName(key: unknown): string | undefined {
  if (typeof key === 'string') return key
  if (!isScalar(key) || key.value === null || typeof key.value === 'object') return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

function convertScalar(
  node: { value: unknown; tag?: string | undefined },
  range: Range,
  conversion: Conversion,
): SourceNode {
  const tagStart = lastAtMost(conversion.tags, range.start)
  if (
    node.tag !== undefined &&
    tagStart !== undefined &&
    isSameLine(conversion.source, tagStart, range.start)
  ) {
    const text = valueText(conversion.source, tagStart)
    return { kind: 'scalar', value: text, start: tagStart, end: tagStart + text.length }
  }
  const { value } = node
  if (typeof value === 'number') checkNumber(value, range, conversion)
  const isPlain = value === null || ['string', 'boolean', 'number'].includes(typeof value)
  // `isPlain` leaves exactly JSON's scalars.
  return {
    kind: 'scalar',
    value: isPlain ? (value as string | number | boolean | null) : String(value),
    ...range,
  }
}

/** The greatest of ascending numbers that is not above `limit`. */
function lastAtMost(ascending: number[], limit: number): number | undefined {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return ascending[low - 1]
}

function checkNumber(value: number, range: Range, { problems }: Conversion): void {
  if (!Number.isFinite(value)) {
    problems.add(range, {
      code: 'invalid_number',
      message: 'JSON has no such number.',
      suggestion: 'Put quotes around it if it is meant as text.',
    })
  } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    problems.add(range, {
      code: 'invalid_number',
      message: 'This number is too large to be kept exactly.',
      suggestion: 'Put quotes around it to keep it as text.',
    })
  }
}

function isSameLine(source: string, from: number, to: number): boolean {
  return !source.slice(from, to).includes('\n')
}

function nothingAt(range: Range): SourceNode {
  return { kind: 'scalar', value: null, ...range }
}

function rangeOf(node: unknown): Range {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) {
    return { start: 0, end: 0 }
  }
  const [start, end] = node.range
  return { start: Number(start), end: Number(end) }
}
