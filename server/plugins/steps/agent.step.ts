import { formatCost } from '@/server/kernel/money'
import type {
  ModelAnswer,
  ModelRequest,
  ModelResult,
  StepContext,
  StepFailure,
  StepKind,
  StepOutcome,
} from '@/server/language/contracts'
import type { AgentConfig } from '@/server/language/definition/kinds'
import { callerOf } from './step-caller'

type Refusal = { model: string } & Extract<ModelResult, { ok: false }>

/** Asks the model, then its fallbacks in order, until one answers. */
export const agentStep: StepKind<AgentConfig> = {
  kind: 'agent',
  async run(context) {
    const { config, signal, log } = context
    const refusals: Refusal[] = []
    for (const model of [config.model, ...config.fallback]) {
      const result = await ask(context, model)
      if (result.ok) return succeed(context, model, result.answer)
      refusals.push({ model, ...result })
      if (signal.aborted) break
      log('warn', `${model} did not answer: ${result.message}`, { code: result.code })
    }
    return { kind: 'failed', failure: failureOf(refusals) }
  },
}

function ask(context: StepContext<AgentConfig>, model: string): Promise<ModelResult> {
  const { config, outputSchema, signal } = context
  const { instructions, prompt, maxOutputTokens, temperature } = config
  const request: ModelRequest = {
    model,
    prompt,
    signal,
    ...(instructions !== undefined && { instructions }),
    ...(outputSchema && { outputSchema }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
  }
  return context.ports.models.complete(callerOf(context), request)
}

function succeed(context: StepContext<AgentConfig>, model: string, answer: ModelAnswer): StepOutcome {
  const { usage, costNanos, finishReason } = answer
  const read = usage.uncachedInputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  const written = usage.outputTokens + usage.reasoningTokens
  const cost = costNanos === null ? 'unpriced' : formatCost(costNanos)
  context.log('info', `${model} answered: ${read} tokens read, ${written} written, ${cost}.`)
  if (finishReason === 'length')
    context.log('warn', 'The answer was cut off at its longest length. Raise maxOutputTokens for more.')
  if (!context.outputSchema) return { kind: 'succeeded', output: { text: answer.text, model } }
  return { kind: 'succeeded', output: answer.object ?? null }
}

/** One failure for the whole chain: worth another attempt when one of its models is, and then as soon as that one says. */
function failureOf(refusals: Refusal[]): StepFailure {
  const worthwhile = refusals.filter((refusal) => refusal.retryable)
  const telling = worthwhile[0] ?? refusals[0]
  if (!telling) throw new Error('An agent step has at least one model.')
  const waits = worthwhile.map((refusal) => refusal.retryAfterMs ?? 0)
  const retryAfterMs = waits.length > 0 ? Math.min(...waits) : 0
  const all = refusals.map(({ model, message }) => `${model}: ${message}`).join('\n')
  return {
    code: telling.code,
    message: refusals.length === 1 ? telling.message : `No model answered.\n${all}`,
    retryable: worthwhile.length > 0,
    ...(retryAfterMs > 0 && { retryAfterMs }),
    details: { models: refusals.map(({ model, code }) => ({ model, code })) },
  }
}
