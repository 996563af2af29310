import { z } from 'zod'
import { secretValueSchema, storeSecret } from '@/server/features/secrets'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { keySecretName, mustGiveKeyAgain } from '../rules'
import { baseUrlSchema, OFFLINE_PROVIDER, providerNameSchema, SAVED_PROVIDER_KINDS } from '../schema'
import { findProvider, saveProvider as saveRow } from '../store'

export const saveProvider = defineMutation({
  name: 'providers.save',
  summary: 'Adds a provider to a project or changes the one of that name; the key is stored encrypted.',
  within: 'project',
  permission: 'providers.manage',
  route: 'PUT /providers/{name}',
  input: z.object({
    name: providerNameSchema,
    kind: z.enum(SAVED_PROVIDER_KINDS),
    /** With its version part; null: the vendor's own. */
    baseUrl: baseUrlSchema.nullish(),
    /** Left out: the stored key stays. */
    key: secretValueSchema.optional(),
  }),
  output: z.object({ name: z.string(), isNew: z.boolean() }),
  audit: ({ name, kind, baseUrl, key }, { isNew }) => ({
    subject: name,
    details: { kind, baseUrl: baseUrl ?? null, isNew, isKeyChanged: key !== undefined },
  }),
  async run({ scope, db }, { name, kind, baseUrl, key }) {
    if (name === OFFLINE_PROVIDER)
      throw invalid('name', 'The offline provider is built in; choose another name.')
    const address = { kind, baseUrl: baseUrl ?? null }
    if (kind === 'openai-compatible' && address.baseUrl === null)
      throw invalid(
        'baseUrl',
        'An OpenAI-compatible server needs its URL, such as http://localhost:11434/v1.',
      )
    const before = await findProvider(scope, db, name)
    if (before?.keySecret && key === undefined && mustGiveKeyAgain(before, address))
      throw invalid('key', 'Give the key again: a stored key is only sent to the address it was given for.')
    const keySecret = key === undefined ? (before?.keySecret ?? null) : keySecretName(name)
    if (keySecret === null && kind !== 'openai-compatible')
      throw invalid('key', 'This provider needs an API key.')
    if (key !== undefined && keySecret !== null)
      await storeSecret(scope, db, { name: keySecret, value: key, userId: scope.user.userId })
    await saveRow(scope, db, { name, ...address, keySecret })
    return { name, isNew: before === undefined }
  },
})

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { details: { issues: [{ path, message }] } })
}
