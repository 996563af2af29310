import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { JsonValue } from '@/server/kernel/json'
import type { Step, WorkflowDefinition } from '@/server/language/contracts'
import { canonical } from './json-schema'

/** The definition as text that is equal for equal meaning: keys sorted, places in the source left out. */
export function canonicalDefinition(definition: WorkflowDefinition): string {
  const { steps, finally: last, ...rest } = definition
  const lists = { steps: steps.map(withoutLines), ...(last && { finally: last.map(withoutLines) }) }
  // A definition is JSON all through; `undefined` fields do not survive the copy.
  const json = JSON.parse(JSON.stringify({ ...rest, ...lists })) as JsonValue
  return canonical(json)
}

/** `sha256:` and 64 hexadecimal digits. Comments, layout and the order of keys do not change it. */
export function digestOf(definition: WorkflowDefinition): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonicalDefinition(definition))))}`
}

function withoutLines({ line: _, ...step }: Step): object {
  return {
    ...step,
    ...(step.branches && {
      branches: step.branches.map(({ name, steps }) => ({ name, steps: steps.map(withoutLines) })),
    }),
    ...(step.body && { body: step.body.map(withoutLines) }),
    ...(step.handler && { handler: step.handler.map(withoutLines) }),
    ...(step.undo && { undo: withoutLines(step.undo) }),
  }
}
