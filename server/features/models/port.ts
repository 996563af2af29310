import { readEgress } from '@/server/features/settings'
import { recordUsage, type UsageRow } from '@/server/features/usage'
import type {
  ModelCaller,
  ModelPort,
  ModelRequest,
  ModelResult,
  TokenUsage,
} from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import type { Fetch } from '@/server/platform/safe-http'
import { providers } from '@/server/plugins/providers'
import type { ProviderResult } from '@/server/plugins/providers/provider'
import { environmentFetch, withinProject } from './fetch'
import { recordHealth } from './health'
import { hidingKey } from './hiding-key'
import { priceOf } from './prices'
import { resolveTarget, type Target } from './target'

interface ModelPortOptions {
  /** Takes the usage row of each billed call before the answer is given out. */
  onUsage?: (usage: UsageRow) => Promise<void>
  /** The guarded way out. */
  fetch?: Fetch
}

const NO_TOKENS: TokenUsage = {
  uncachedInputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
}

/**
 * Model calls with a project's own providers and keys, to hosts that it allows. Every call that a vendor
 * billed leaves a usage row, the ones whose answer could not be used included. Never throws for what a
 * vendor or a setting does; throws when the usage cannot be written.
 */
export function createModelPort(options: ModelPortOptions = {}): ModelPort {
  return {
    async complete(caller, request) {
      const target = await resolveTarget(caller, request.model)
      if ('ok' in target) return target
      const startedAt = performance.now()
      const result = await callTarget(caller, target, request, options)
      await recordHealth(caller, target.provider, result, Math.round(performance.now() - startedAt))
      return result
    },
  }
}

/** One call to this target, whatever the project has stored for its provider. */
export async function callTarget(
  caller: ModelCaller,
  target: Target,
  request: ModelRequest,
  { onUsage = recordUsage, fetch = environmentFetch() }: ModelPortOptions = {},
): Promise<ModelResult> {
  const egress = await readEgress(tenantDb(caller.orgId), caller.orgId, caller.projectId)
  const { model: _name, ...rest } = request
  const result = await hidingKey(target.key, rest, (hidden) =>
    providers[target.kind].complete({
      model: target.model,
      ...(target.key && { apiKey: target.key.value }),
      ...(target.baseUrl !== null && { baseUrl: target.baseUrl }),
      request: hidden,
      fetch: withinProject(fetch, egress),
    }),
  )
  return settle(caller, target, result, onUsage)
}

async function settle(
  caller: ModelCaller,
  target: Target,
  result: ProviderResult,
  onUsage: (usage: UsageRow) => Promise<void>,
): Promise<ModelResult> {
  const { provider, model, kind, baseUrl } = target
  if (!result.ok && !result.usage) return result
  const models = result.ok ? [model, result.answeredBy] : [model]
  // A server that reports no tokens leaves the price unknown, too.
  const cost = result.usage && priceOf({ kind, baseUrl, models, usage: result.usage, at: new Date() })
  const usage = result.usage ?? NO_TOKENS
  const costNanos = cost === null || cost === undefined ? null : String(cost)
  const { orgId, projectId, runId, path, attempt } = caller
  await onUsage({ orgId, projectId, runId, path, attempt, provider, model, ...usage, costNanos })
  if (!result.ok) {
    const { usage: _billed, ...refusal } = result
    return refusal
  }
  return {
    ok: true,
    answer: {
      text: result.text,
      ...(result.object !== undefined && { object: result.object }),
      provider,
      model,
      usage,
      costNanos,
      finishReason: result.finishReason,
    },
  }
}
