import type { StepKind } from '@/server/language/contracts'
import type { CodeConfig } from '@/server/language/definition/kinds'

/** Runs JavaScript in the sandbox with the step's scope; its `console` goes to the step's log. */
export const codeStep: StepKind<CodeConfig> = {
  kind: 'code',
  async run({ config, orgId, scope, signal, log, ports }) {
    const { source, timeoutMs, memoryBytes } = config
    const result = await ports.sandbox.evaluate({
      orgId,
      mode: 'program',
      source,
      scope,
      timeoutMs,
      memoryBytes,
      signal,
    })
    for (const { level, message } of result.logs) log(level, message)
    if (result.ok) return { kind: 'succeeded', output: result.value }
    const { code, line } = result
    const place = line === undefined ? '' : ` (line ${line} of the code)`
    return {
      kind: 'failed',
      // The same code with the same input fails the same way; `retry.on` can ask for more all the same.
      failure: {
        code,
        message: `${result.message}${place}`,
        retryable: false,
        ...(line !== undefined && { details: { line } }),
      },
    }
  },
}
