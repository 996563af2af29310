import { expect } from 'vitest'
import { checkWorkflow, completionsAt, hoverAt, outline } from './index'

/** Whatever the document: a list of problems inside it, never an exception; and the editor's help stands. */
export function holdsFor(source: string): void {
  const result = checkWorkflow(source)
  const lines = source.split('\n').length
  for (const { line, column, endLine, endColumn, message } of result.problems) {
    expect(line >= 1 && line <= lines && column >= 1).toBe(true)
    expect(endLine > line || (endLine === line && endColumn >= column)).toBe(true)
    expect(message).not.toMatch(/undefined|\[object/)
  }
  expect(result.ok).toBe(!result.problems.some(({ severity }) => severity === 'error'))
  if (result.ok) expect(JSON.parse(JSON.stringify(result.definition))).toEqual(result.definition)
  outline(source)
  const middle = Math.floor(source.length / 2)
  expect(completionsAt(source, middle).from).toBeLessThanOrEqual(middle)
  hoverAt(source, middle)
}
