import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineQuery } from '@/server/operations'
import { createModelPort } from '../port'
import { TEST_MODELS } from '../rules'
import { OFFLINE_PROVIDER, providerNameSchema } from '../schema'
import { findProvider, noSuchProvider } from '../store'

const TIMEOUT_MS = 30_000

/**
 * A query although it calls out and writes a usage row: a mutation runs in a transaction, which would
 * stay open for as long as the vendor takes, and nothing of the project changes here. It needs the right
 * to manage providers, because each call costs a few tokens; pages call it on a click, never on their own.
 */
export const testProvider = defineQuery({
  name: 'providers.test',
  summary: 'Makes one small real call to a provider and says how it went.',
  within: 'project',
  permission: 'providers.manage',
  route: 'POST /providers/{name}/test',
  input: z.object({
    name: providerNameSchema,
    /** Without the provider's part; needed for OpenAI-compatible servers. */
    model: z.string().trim().min(1).max(200).optional(),
  }),
  output: z.object({
    model: z.string(),
    latencyMs: z.number().int(),
    /** Null: unpriced, or no call was made. */
    costNanos: z.string().nullable(),
    /** Null: it works. */
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
  async run({ scope, db }, { name, model }) {
    const chosen = model ?? (await testModelOf(name, () => findProvider(scope, db, name)))
    const startedAt = performance.now()
    const result = await createModelPort().complete(
      { orgId: scope.orgId, projectId: scope.projectId, runId: '', path: 'providers.test', attempt: 1 },
      {
        model: `${name}/${chosen}`,
        prompt: 'Answer with the single word: ready',
        // Enough for a reasoning model to get to its word; the least OpenAI takes is 16.
        maxOutputTokens: 64,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    )
    return {
      model: chosen,
      latencyMs: Math.round(performance.now() - startedAt),
      costNanos: result.ok ? result.answer.costNanos : null,
      error: result.ok ? null : { code: result.code, message: result.message },
    }
  },
})

async function testModelOf(name: string, find: () => ReturnType<typeof findProvider>): Promise<string> {
  if (name === OFFLINE_PROVIDER) return 'rules'
  const provider = await find()
  if (!provider) throw noSuchProvider(name)
  const model = TEST_MODELS[provider.kind]
  if (model) return model
  const message = 'Name a model to try: this server serves models of its own.'
  throw new AppError('invalid_input', message, { details: { issues: [{ path: 'model', message }] } })
}
