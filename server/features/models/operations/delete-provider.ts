import { z } from 'zod'
import { removeSecret } from '@/server/features/secrets'
import { defineMutation } from '@/server/operations'
import { keySecretName, nextKeySecretName } from '../rules'
import { providerNameSchema } from '../schema'
import { findProvider, noSuchProvider, removeProvider } from '../store'

export const deleteProvider = defineMutation({
  name: 'providers.delete',
  summary: 'Removes a provider and the key that was stored for it. Agents that name it fail from then on.',
  within: 'project',
  permission: 'providers.manage',
  route: 'DELETE /providers/{name}',
  input: z.object({ name: providerNameSchema }),
  output: z.object({ name: z.string() }),
  audit: ({ name }) => ({ subject: name }),
  async run({ scope, db }, { name }) {
    const provider = await findProvider(scope, db, name)
    if (!provider) throw noSuchProvider(name)
    await removeProvider(scope, db, name)
    if (provider.keySecret === keySecretName(name)) await removeSecret(scope, db, provider.keySecret)
    await removeSecret(scope, db, nextKeySecretName(name))
    return { name }
  },
})
