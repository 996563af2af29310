import type { Problem } from '@/server/language/contracts'
import type { Understood, understand } from '../../check/understand'
import type { Range, ScalarNode, SourceNode } from '../../source/node'

/** Replaces the text from `start` to `end`, offsets in the document. */
export interface TextEdit {
  start: number
  end: number
  text: string
}

export interface QuickFix {
  /** What it does, with names in backticks: “Change to `name`”. */
  label: string
  /** In order, none over another. */
  edits: TextEdit[]
}

/** A problem, where it stands, and the document around it. */
export interface FixPlace {
  source: string
  problem: Problem
  range: Range
  understood: ReturnType<typeof understand>
}

export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce(
      (text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end),
      source,
    )
}

/** The offsets of a problem's lines and columns. */
export function rangeOf(source: string, problem: Problem): Range {
  const start = offsetOf(source, problem.line, problem.column)
  return { start, end: Math.max(start, offsetOf(source, problem.endLine, problem.endColumn)) }
}

function offsetOf(source: string, line: number, column: number): number {
  let at = 0
  for (let passed = 1; passed < line; passed += 1) {
    const next = source.indexOf('\n', at)
    if (next < 0) return source.length
    at = next + 1
  }
  return Math.min(at + column - 1, source.length)
}

export function lineStartAt(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1
}

export function lineEndAt(source: string, offset: number): number {
  const end = source.indexOf('\n', offset)
  return end < 0 ? source.length : end
}

/** Spaces in front of what starts at an offset, as wide as its column. */
export function indentAt(source: string, offset: number): string {
  return ' '.repeat(offset - lineStartAt(source, offset))
}

/** The scalar around an offset: the text that an expression is written in. */
export function scalarAt({ understood }: FixPlace, offset: number): ScalarNode | undefined {
  let node: SourceNode | undefined = (understood as Partial<Understood>).root
  while (node !== undefined && node.kind !== 'scalar') {
    const inside: SourceNode[] =
      node.kind === 'list' ? node.items : [...node.entries.values()].map((entry) => entry.node)
    node = inside.find(({ start, end }) => start <= offset && offset < end)
  }
  return node
}

/** A text as YAML reads it back, in the quotes that need no escapes. */
export function quoted(text: string): string {
  if (!text.includes('"') && !text.includes('\\')) return `"${text}"`
  return `'${text.replaceAll("'", "''")}'`
}
