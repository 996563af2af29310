import { expect } from 'vitest'
import { checkWorkflow, printWorkflow } from './index'

/** Printed and checked again, a sound document gives the same digest, and prints as the same text. */
export function survivesPrinting(source: string): void {
  const { definition, digest } = sound(source)
  const printed = printWorkflow(definition)
  const again = sound(printed)
  expect(again.digest).toBe(digest)
  expect(printWorkflow(again.definition)).toBe(printed)
}

function sound(source: string) {
  const result = checkWorkflow(source)
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems, null, 1)}\n${source}`)
  return result
}
