import { z } from 'zod'

/** Providers a project can add. `offline` is always there and needs no row. */
export const SAVED_PROVIDER_KINDS = ['anthropic', 'openai', 'google', 'openai-compatible'] as const
export type SavedProviderKind = (typeof SAVED_PROVIDER_KINDS)[number]

export const OFFLINE_PROVIDER = 'offline'

/** The first part of a model's name in workflows: `anthropic/claude-…`. */
export const providerNameSchema = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, 'Use small letters, digits and hyphens, beginning with a letter: my-ollama.')

export const baseUrlSchema = z
  .url({
    protocol: /^https?$/,
    error: 'Give a complete URL with its version part: http://localhost:11434/v1.',
  })
  .max(500)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url?.username === '' && url.password === '' && url.search === '' && url.hash === ''
  }, 'The URL may not hold a user, password, query or fragment; the key has a field of its own.')
  .transform((text) => text.replace(/\/+$/, ''))

export const providerSchema = z.object({
  /** Null: built in. */
  id: z.string().nullable(),
  name: z.string(),
  kind: z.enum([...SAVED_PROVIDER_KINDS, OFFLINE_PROVIDER]),
  /** Null: the vendor's own. */
  baseUrl: z.string().nullable(),
  /** A key is stored. The key itself never comes back. */
  hasKey: z.boolean(),
  /** The name of the secret that holds it. */
  keySecret: z.string().nullable(),
  /** What the latest test or call came to; null: there was none since the provider was saved. */
  health: z
    .object({
      checkedAt: z.iso.datetime(),
      /** Null: it answered. */
      error: z.string().nullable(),
      latencyMs: z.number().int().nullable(),
    })
    .nullable(),
  /** No AI answers here, but rules. */
  isOffline: z.boolean(),
})
export type ProviderSummary = z.output<typeof providerSchema>

/** One small real call to a provider, and how it went. */
export const providerTestSchema = z.object({
  model: z.string(),
  latencyMs: z.number().int(),
  /** Null: unpriced, or no call was made. */
  costNanos: z.string().nullable(),
  /** Null: it works. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type ProviderTest = z.output<typeof providerTestSchema>

/** Without the provider's part; needed for OpenAI-compatible servers. */
export const testModelSchema = z.string().trim().min(1).max(200).optional()

export const modelSchema = z.object({
  /** As an agent step names it: `anthropic/claude-sonnet-4-5`. */
  model: z.string(),
  provider: z.string(),
  label: z.string(),
  contextTokens: z.number().int().nullable(),
  /** US dollars for a million tokens; null: no price is known. */
  inputUsdPerMillion: z.number().nullable(),
  outputUsdPerMillion: z.number().nullable(),
})
export type ModelSummary = z.output<typeof modelSchema>
