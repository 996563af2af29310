import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { secretNameSchema, secretValueSchema } from '../schema'
import { storeSecret } from '../store'

export const setSecret = defineMutation({
  name: 'secrets.set',
  summary: 'Stores a secret under a name, encrypted; a value it had before is gone.',
  within: 'project',
  permission: 'secrets.manage',
  route: 'PUT /secrets/{name}',
  input: z.object({ name: secretNameSchema, value: secretValueSchema }),
  output: z.object({ name: z.string() }),
  audit: ({ name }) => ({ subject: name }),
  async run({ scope, db }, { name, value }) {
    await storeSecret(scope, db, { name, value, userId: scope.user.userId })
    return { name }
  },
})
