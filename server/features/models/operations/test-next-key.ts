import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { proveTested } from '../key-proof'
import { providerNameSchema, providerTestSchema, testModelSchema } from '../schema'
import { findStagedKey } from '../staged-key'
import { testModelOf, tryTarget } from '../try-target'

/** A query for the same reason as `providers.test`. */
export const testNextKey = defineQuery({
  name: 'providers.testNextKey',
  summary: 'Makes one small real call with the key that was put aside; the present key stays in use.',
  within: 'project',
  permission: 'providers.manage',
  route: 'POST /providers/{name}/next-key/test',
  input: z.object({ name: providerNameSchema, model: testModelSchema }),
  output: providerTestSchema.extend({
    /** For `providers.rotateKey`, within ten minutes; null: the key does not work. */
    proof: z.string().nullable(),
  }),
  async run({ scope, db, now }, { name, model }) {
    const { provider, secret, key } = await findStagedKey(scope, db, name)
    const chosen = testModelOf(provider, model)
    const { kind, baseUrl } = provider
    const target = { provider: name, model: chosen, kind, baseUrl, key: { secret, value: key } }
    const result = await tryTarget(scope, chosen, target, { isStored: false })
    const proof = result.error ? null : proveTested({ projectId: scope.projectId, provider: name, key }, now)
    return { ...result, proof }
  },
})
