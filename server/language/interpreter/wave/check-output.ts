import type { JsonValue } from '@/server/kernel/json'
import type { Step, StepFailure } from '../../contracts'
import { checkValue } from '../../definition/json-schema'
import { toStorable } from './storable'

/** The largest result that is kept. Above `INLINE_BYTES` it is kept apart from its row. */
export const MAX_OUTPUT_BYTES = 32 * 1024 * 1024

const MAX_SHOWN_PROBLEMS = 5

export type CheckedOutput =
  | { ok: true; output: JsonValue; bytes: number }
  | { ok: false; failure: StepFailure }

/** A step's result as it will be kept: JSON, small enough, and of the shape that the step declares. */
export function checkOutput(step: Step, result: unknown): CheckedOutput {
  const stored = toStorable(result)
  if (!stored.ok) return refused('output_invalid', `The output cannot be written as JSON: ${stored.message}`)
  if (stored.bytes > MAX_OUTPUT_BYTES)
    return refused('output_too_large', tooLarge('The output', stored.bytes))
  const problems = step.output ? checkValue(step.output, stored.value) : []
  if (problems.length === 0) return { ok: true, output: stored.value, bytes: stored.bytes }
  const shown = problems
    .slice(0, MAX_SHOWN_PROBLEMS)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  const more = problems.length > shown.length ? ` And ${problems.length - shown.length} more.` : ''
  // A model may answer better when asked again; everything else would return the same.
  return refused(
    'schema_mismatch',
    `The output does not fit the step's \`output\` schema. ${shown.join(' ')}${more}`,
    {
      retryable: step.kind === 'agent',
    },
  )
}

export function tooLarge(what: string, bytes: number): string {
  const mib = (bytes / (1024 * 1024)).toFixed(1)
  const most = MAX_OUTPUT_BYTES / (1024 * 1024)
  return `${what} is ${mib} MiB of JSON; at most ${most} MiB is kept. Return less, or a reference to it.`
}

function refused(code: string, message: string, options = { retryable: false }): CheckedOutput {
  return { ok: false, failure: { code, message, retryable: options.retryable } }
}
