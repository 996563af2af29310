import type { JsonValue } from '@/server/kernel/json'
import type { ModelRequest, TokenUsage } from '@/server/language/contracts'
import type { Fetch } from '@/server/platform/safe-http'

export type ProviderKind = 'anthropic' | 'google' | 'offline' | 'openai' | 'openai-compatible'

export interface ProviderCall {
  /** The vendor's own name of the model, without the provider's. */
  model: string
  /** Absent where the server asks for none. */
  apiKey?: string
  /** With its version part (`https://api.anthropic.com/v1`); absent: the vendor's own. */
  baseUrl?: string
  request: Omit<ModelRequest, 'model'>
  /** Guarded; the only way out. */
  fetch: Fetch
}

interface ProviderAnswer {
  ok: true
  text: string
  /** Parsed and checked, when the request had an `outputSchema`. */
  object?: JsonValue
  /** What the vendor says answered: a dated name for an alias. */
  answeredBy: string
  /** Null: the server did not report any. */
  usage: TokenUsage | null
  finishReason: string
}

export interface ProviderFailure {
  ok: false
  /**
   * `rate_limited`, `overloaded`, `quota_exceeded`, `invalid_key`, `context_too_long`, `invalid_request`,
   * `content_filtered`, `timeout`, `cancelled`, `provider_unavailable`, `schema_mismatch`, `blocked_host`,
   * `host_not_allowed`
   */
  code: string
  message: string
  retryable: boolean
  retryAfterMs?: number
  /** Tokens billed although nothing usable came of it. */
  usage?: TokenUsage
}

export type ProviderResult = ProviderAnswer | ProviderFailure

/** One way to reach models. `complete` makes one try and never throws for what the vendor does. */
export interface Provider {
  kind: ProviderKind
  complete(call: ProviderCall): Promise<ProviderResult>
}
