import { AppError } from '@/server/kernel/errors'
import type { ModelResult } from '@/server/language/contracts'
import { recordHealth } from './health'
import { callTarget } from './port'
import { TEST_MODELS } from './rules'
import { OFFLINE_PROVIDER, type ProviderTest } from './schema'
import type { ProviderScope, SavedProvider } from './store'
import type { Refusal, Target } from './target'

const TIMEOUT_MS = 30_000

/** Makes one small real call. `isStored`: with what the project has stored, so that it tells of the provider's health. */
export async function tryTarget(
  { orgId, projectId }: ProviderScope,
  model: string,
  target: Target | Refusal,
  { isStored }: { isStored: boolean },
): Promise<ProviderTest> {
  const startedAt = performance.now()
  const result: ModelResult =
    'ok' in target
      ? target
      : await callTarget({ orgId, projectId, runId: '', path: 'providers.test', attempt: 1 }, target, {
          model: `${target.provider}/${model}`,
          prompt: 'Answer with the single word: ready',
          // Enough for a reasoning model to get to its word; the least OpenAI takes is 16.
          maxOutputTokens: 64,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
  const latencyMs = Math.round(performance.now() - startedAt)
  if (isStored && !('ok' in target))
    await recordHealth({ orgId, projectId }, target.provider, result, latencyMs, { isAsked: true })
  return {
    model,
    latencyMs,
    costNanos: result.ok ? result.answer.costNanos : null,
    error: result.ok ? null : { code: result.code, message: result.message },
  }
}

/** The given model, or a small one of the vendor. */
export function testModelOf(
  provider: Pick<SavedProvider, 'kind'> | typeof OFFLINE_PROVIDER,
  given: string | undefined,
): string {
  const model = given ?? (provider === OFFLINE_PROVIDER ? 'rules' : TEST_MODELS[provider.kind])
  if (model) return model
  const message = 'Name a model to try: this server serves models of its own.'
  throw new AppError('invalid_input', message, { details: { issues: [{ path: 'model', message }] } })
}
