import { calcPrice, findProvider } from '@pydantic/genai-prices'
import { type CostNanos, dollarsToNanos } from '@/server/kernel/money'
import type { TokenUsage } from '@/server/language/contracts'
import type { ProviderKind } from '@/server/plugins/providers/provider'

interface Priced {
  kind: ProviderKind
  /** Null: the vendor's own. */
  baseUrl: string | null
  /** The model's names, the most telling first: as asked for, as the vendor says it answered. */
  models: string[]
  usage: TokenUsage
  at: Date
}

/** How the price list calls the vendors. */
const VENDORS: { readonly [Kind in ProviderKind]: string | undefined } = {
  anthropic: 'anthropic',
  google: 'google',
  openai: 'openai',
  'openai-compatible': undefined,
  offline: undefined,
}

/**
 * What a call cost, from the price list bundled with `@pydantic/genai-prices`; null where the list does
 * not know the model or the server: unpriced, never zero. Rules cost nothing, and that is exactly 0.
 */
export function priceOf({ kind, baseUrl, models, usage, at }: Priced): CostNanos | null {
  if (kind === 'offline') return 0n
  const providerId = vendorOf(kind, baseUrl)
  if (providerId === undefined) return null
  for (const model of models) {
    const price = calcPrice(billedTokens(usage), model, { providerId, timestamp: at })
    if (price && isWhole(price.model_price)) return dollarsToNanos(price.total_price)
  }
  return null
}

/** Whose prices count: a server is known by its URL; another URL for a vendor's API may bill differently. */
export function vendorOf(kind: ProviderKind, baseUrl: string | null): string | undefined {
  return baseUrl === null ? VENDORS[kind] : findProvider({ providerApiUrl: baseUrl })?.id
}

/**
 * The package takes totals with their parts: `input_tokens` includes both caches, `output_tokens`
 * includes reasoning, and it prices a part apart only where the list has a price for it. Our buckets are
 * disjoint, so they are added up here, once (checked in prices.test.ts).
 */
function billedTokens(usage: TokenUsage) {
  return {
    input_tokens: usage.uncachedInputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    output_tokens: usage.outputTokens + usage.reasoningTokens,
    output_reasoning_tokens: usage.reasoningTokens,
  }
}

/** An entry without a price for text in and out would count those tokens as free. */
function isWhole(price: object): boolean {
  return 'input_mtok' in price && 'output_mtok' in price
}
