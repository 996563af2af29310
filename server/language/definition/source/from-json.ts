import { LineCounter } from 'yaml'
import type { JsonValue } from '@/server/kernel/json'
import type { Problem } from '@/server/language/contracts'
import { formatPath } from '../../expressions'
import { MAX_NODES } from './convert'
import { MAX_DEPTH } from './depth'
import type { Path, Range, SourceNode } from './node'
import { createProblemList } from './problems'
import type { SourceDocument } from './read'

export interface JsonDocument {
  document: SourceDocument
  /** What was found wrong, each with the path of its place: values have no lines. */
  problems(): Problem[]
}

/**
 * A document of values that were never text, so that the same checks can read it. Each value and key gets an
 * offset of its own in a text of spaces, by which a problem is traced back to its path.
 */
export function documentOf(value: JsonValue): JsonDocument {
  const paths: Path[] = []
  const tooLarge = findExcess(value)
  const root = tooLarge === undefined ? nodeOf(value, [], paths) : undefined
  const source = ' '.repeat(paths.length * WIDTH)
  const lines = new LineCounter()
  lines.addNewLine(0)
  const problems = createProblemList(lines, source)
  if (tooLarge !== undefined) problems.add({ start: 0, end: 0 }, tooLarge)
  const document: SourceDocument = {
    source,
    problems,
    isBroken: root === undefined,
    lineAt: () => 1,
    ...(root === undefined ? {} : { root }),
  }
  return { document, problems: () => problems.list().map((problem) => atPath(problem, paths)) }
}

/** A problem inside a text is told at its start or its end. */
const WIDTH = 2

function nodeOf(value: JsonValue, path: Path, paths: Path[]): SourceNode {
  const range = placeOf(path, paths)
  if (Array.isArray(value)) {
    const items = value.map((item, index) => nodeOf(item, [...path, index], paths))
    return { kind: 'list', items, ...range }
  }
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', value, ...range }
  const entries = Object.entries(value).map(([name, field]) => {
    const inner = [...path, name]
    return [name, { key: placeOf(inner, paths), node: nodeOf(field, inner, paths) }] as const
  })
  return { kind: 'map', entries: new Map(entries), ...range }
}

function placeOf(path: Path, paths: Path[]): Range {
  const start = (paths.push(path) - 1) * WIDTH
  return { start, end: start + 1 }
}

/** All on one line, so the column tells the offset. */
function atPath(problem: Problem, paths: Path[]): Problem {
  const [first, ...rest] = paths[Math.floor((problem.column - 1) / WIDTH)] ?? []
  const where = first === undefined ? '' : `\`${formatPath([String(first), ...rest])}\`: `
  return { ...problem, message: where + problem.message, line: 1, column: 1, endLine: 1, endColumn: 1 }
}

/** Counted without recursion: the checks recurse, so what is too deep must not reach them. */
function findExcess(value: JsonValue): { code: string; message: string } | undefined {
  let count = 0
  const open: { value: JsonValue; depth: number }[] = [{ value, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (++count > MAX_NODES) {
      return { code: 'too_large', message: `They hold more than ${MAX_NODES} values.` }
    }
    if (next.depth > MAX_DEPTH) {
      return { code: 'too_deep', message: `They are nested deeper than ${MAX_DEPTH} levels.` }
    }
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const inner of Object.values(next.value)) open.push({ value: inner, depth: next.depth + 1 })
  }
  return undefined
}
