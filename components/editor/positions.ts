import type { Text } from '@codemirror/state'

/** Offset of a 1-based line and column, kept inside the text. */
export function offsetAt(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(at.from + Math.max(column - 1, 0), at.to)
}
