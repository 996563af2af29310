import type { StepContext, StepKind, StepOutcome } from '@/server/language/contracts'
import type { AssertConfig } from '@/server/language/definition/kinds'
import { type EvaluationContext, evaluateCondition, evaluateText } from '@/server/language/expressions'

/** Checks conditions in order; the first one that is not true fails the step with its message. */
export const assertStep: StepKind<AssertConfig> = {
  kind: 'assert',
  async run(context) {
    const { checks } = context.config
    for (const [index, check] of checks.entries()) {
      const failed = await runCheck(check, `assert[${index}]`, context)
      if (failed) return failed
    }
    return { kind: 'succeeded', output: { passed: checks.length } }
  },
}

async function runCheck(
  { that, message }: AssertConfig['checks'][number],
  where: string,
  { scope, orgId, signal, ports }: StepContext<AssertConfig>,
): Promise<StepOutcome | undefined> {
  const evaluation: EvaluationContext = { scope, sandbox: ports.sandbox, orgId, signal }
  const result = await evaluateCondition(that, evaluation, `${where}.that`)
  if (!result.ok) return { kind: 'failed', failure: result.failure }
  if (result.value) return undefined
  const text = message === undefined ? undefined : await evaluateText(message, evaluation, `${where}.message`)
  // A message that cannot be made must not hide what it was to tell.
  const told = text?.ok && text.value !== null ? inText(text.value) : (message ?? '')
  return {
    kind: 'failed',
    failure: {
      code: 'assertion_failed',
      message: told === '' ? `This is not true: ${that}` : told,
      retryable: false,
      details: { that },
    },
  }
}

function inText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
