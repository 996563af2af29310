import { readSecret } from '@/server/features/secrets'
import { recordUsage, type UsageRow } from '@/server/features/usage'
import type {
  ModelCaller,
  ModelPort,
  ModelRequest,
  ModelResult,
  TokenUsage,
} from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import { createGuardedFetch, type Fetch } from '@/server/platform/safe-http'
import { providers } from '@/server/plugins/providers'
import type { ProviderKind, ProviderResult } from '@/server/plugins/providers/provider'
import { priceOf } from './prices'
import { splitModel } from './rules'
import { OFFLINE_PROVIDER } from './schema'
import { findProvider, listProviders } from './store'

interface ModelPortOptions {
  /** Takes the usage row of each billed call before the answer is given out. */
  onUsage?: (usage: UsageRow) => Promise<void>
  /** The guarded way out. */
  fetch?: Fetch
}

interface Target {
  provider: string
  model: string
  kind: ProviderKind
  baseUrl: string | null
  apiKey?: string
}

type Refusal = Extract<ModelResult, { ok: false }>

const NO_TOKENS: TokenUsage = {
  uncachedInputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
}

/**
 * Model calls with a project's own providers and keys. Every call that a vendor billed leaves a usage
 * row, the ones whose answer could not be used included. Never throws for what a vendor or a setting
 * does; throws when the usage cannot be written.
 */
export function createModelPort(options: ModelPortOptions = {}): ModelPort {
  const { onUsage = recordUsage, fetch } = options
  return {
    async complete(caller, request) {
      const target = await resolveTarget(caller, request.model)
      if ('ok' in target) return target
      const { model: _name, ...rest } = request
      const result = await providers[target.kind].complete({
        model: target.model,
        ...(target.apiKey !== undefined && { apiKey: target.apiKey }),
        ...(target.baseUrl !== null && { baseUrl: target.baseUrl }),
        request: rest,
        fetch: fetch ?? environmentFetch(),
      })
      return settle(caller, target, result, onUsage)
    },
  }
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

async function resolveTarget(caller: ModelCaller, name: ModelRequest['model']): Promise<Target | Refusal> {
  const parts = splitModel(name)
  if (!parts)
    return refuse(
      'invalid_request',
      `"${name}" names no model. Write <provider>/<model>, such as offline/rules.`,
    )
  if (parts.provider === OFFLINE_PROVIDER) return { ...parts, kind: OFFLINE_PROVIDER, baseUrl: null }
  const db = tenantDb(caller.orgId)
  const saved = await findProvider(caller, db, parts.provider)
  if (!saved) {
    const known = (await listProviders(caller, db)).map((provider) => provider.name)
    return refuse(
      'unknown_provider',
      `This project has no provider named "${parts.provider}". It has: ${known.join(', ')}. Add one in the project's settings.`,
    )
  }
  const apiKey = saved.keySecret === null ? undefined : await readSecret(caller, db, saved.keySecret)
  if (saved.keySecret !== null && apiKey === undefined)
    return refuse(
      'invalid_key',
      `The key of provider "${saved.name}" (secret ${saved.keySecret}) is gone. Save the provider with a key again.`,
    )
  return { ...parts, kind: saved.kind, baseUrl: saved.baseUrl, ...(apiKey !== undefined && { apiKey }) }
}

function refuse(code: string, message: string): Refusal {
  return { ok: false, code, message, retryable: false }
}

let shared: { allowedHosts: string; fetch: Fetch } | undefined

/** One guarded fetch for the process, with its connections, by the environment's own list of hosts. */
function environmentFetch(): Fetch {
  const allowedHosts = env().PAWL_ALLOWED_HOSTS
  if (shared?.allowedHosts !== allowedHosts)
    shared = { allowedHosts, fetch: createGuardedFetch({ allowedHosts }) }
  return shared.fetch
}
