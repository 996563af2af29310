import { z } from 'zod'
import { secretValueSchema, storeSecret } from '@/server/features/secrets'
import { defineMutation } from '@/server/operations'
import { nextKeySecretName } from '../rules'
import { providerNameSchema } from '../schema'
import { findProvider, noSuchProvider } from '../store'

export const stageKey = defineMutation({
  name: 'providers.stageKey',
  summary: 'Puts a new key of a provider aside, encrypted, to be tested before it replaces the present one.',
  within: 'project',
  permission: 'providers.manage',
  route: 'PUT /providers/{name}/next-key',
  input: z.object({ name: providerNameSchema, key: secretValueSchema }),
  output: z.object({ name: z.string() }),
  audit: ({ name }) => ({ subject: name }),
  async run({ scope, db }, { name, key }) {
    if (!(await findProvider(scope, db, name))) throw noSuchProvider(name)
    await storeSecret(scope, db, { name: nextKeySecretName(name), value: key, userId: scope.user.userId })
    return { name }
  },
})
