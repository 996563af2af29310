import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { StepKind, StepOutcome } from '@/server/language/contracts'
import type { CodeConfig } from '@/server/language/definition/kinds'

/**
 * Runs JavaScript in the sandbox with the step's scope: up to the calls it waits for, and again with their answers.
 * Its `console` goes to the step's log.
 */
export const codeStep: StepKind<CodeConfig> = {
  kind: 'code',
  async run({ config, orgId, runId, path, scope, signal, startedAt, answers, toldAnswers, log, ports }) {
    const { source, timeoutMs, memoryBytes, isDynamic } = config
    const result = await ports.programs.run({
      orgId,
      source,
      scope,
      timeoutMs,
      memoryBytes,
      signal,
      startedAt,
      answers,
      ...(toldAnswers !== undefined && { toldAnswers }),
      // Equal for every attempt and replay of the step, and no other step's.
      seed: `${runId}:${path}`,
    })
    for (const { level, message } of result.logs) log(level, message)
    if (!result.ok) {
      const { code, message, line } = result
      if (line === undefined) return failed(code, message)
      return failed(code, `${message} (line ${line} of the code)`, { line })
    }
    if ('calls' in result) return { kind: 'calling', calls: result.calls }
    return isDynamic ? generated(result.value) : { kind: 'succeeded', output: result.value }
  },
}

function generated(value: JsonValue): StepOutcome {
  if (isMapping(value) && Array.isArray(value.steps)) return { kind: 'generated', steps: value.steps }
  const message = `Code with \`dynamic: true\` returns \`{ steps: […] }\`; this returned ${nameOf(value)}.`
  return failed('invalid_output', message)
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list: put it into `steps`'
  return isMapping(value) ? 'an object without a list `steps`' : `a ${typeof value}`
}

function isMapping(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same code with the same answers fails the same way; `retry.on` can ask for more all the same. */
function failed(code: string, message: string, details?: JsonObject): StepOutcome {
  return { kind: 'failed', failure: { code, message, retryable: false, ...(details && { details }) } }
}
