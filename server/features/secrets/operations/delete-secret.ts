import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { secretNameSchema } from '../schema'
import { removeSecret } from '../store'

export const deleteSecret = defineMutation({
  name: 'secrets.delete',
  summary: 'Removes a secret. Steps and providers that read it fail from then on.',
  within: 'project',
  permission: 'secrets.manage',
  route: 'DELETE /secrets/{name}',
  input: z.object({ name: secretNameSchema }),
  output: z.object({ name: z.string() }),
  audit: ({ name }) => ({ subject: name }),
  async run({ scope, db }, { name }) {
    if (await removeSecret(scope, db, name)) return { name }
    throw new AppError('not_found', `There is no secret named ${name} in this project.`)
  },
})
