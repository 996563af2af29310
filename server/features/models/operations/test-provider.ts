import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { OFFLINE_PROVIDER, providerNameSchema, providerTestSchema, testModelSchema } from '../schema'
import { findProvider, noSuchProvider } from '../store'
import { resolveTarget } from '../target'
import { testModelOf, tryTarget } from '../try-target'

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
  input: z.object({ name: providerNameSchema, model: testModelSchema }),
  output: providerTestSchema,
  async run({ scope, db }, { name, model }) {
    const provider = name === OFFLINE_PROVIDER ? name : await findProvider(scope, db, name)
    if (!provider) throw noSuchProvider(name)
    const chosen = testModelOf(provider, model)
    return tryTarget(scope, chosen, await resolveTarget(scope, `${name}/${chosen}`), { isStored: true })
  },
})
