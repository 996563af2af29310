import { z } from 'zod'
import { removeSecret, storeSecret } from '@/server/features/secrets'
import { defineMutation } from '@/server/operations'
import { requireProof } from '../key-proof'
import { keySecretName } from '../rules'
import { providerNameSchema } from '../schema'
import { findStagedKey } from '../staged-key'
import { saveProvider } from '../store'

export const rotateKey = defineMutation({
  name: 'providers.rotateKey',
  summary: 'Replaces a provider’s key by the one that was put aside and has just passed its test.',
  within: 'project',
  permission: 'providers.manage',
  route: 'POST /providers/{name}/rotate-key',
  input: z.object({
    name: providerNameSchema,
    /** From `providers.testNextKey`. */
    proof: z.string().max(200),
  }),
  output: z.object({ name: z.string() }),
  audit: ({ name }) => ({ subject: name }),
  async run({ scope, db, now }, { name, proof }) {
    const { provider, secret, key } = await findStagedKey(scope, db, name)
    requireProof({ projectId: scope.projectId, provider: name, key }, proof, now)
    const keySecret = keySecretName(name)
    await storeSecret(scope, db, { name: keySecret, value: key, userId: scope.user.userId })
    await removeSecret(scope, db, secret)
    const { kind, baseUrl } = provider
    await saveProvider(scope, db, { name, kind, baseUrl, keySecret, checkedAt: now })
    return { name }
  },
})
