import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { MAX_VARIABLES, variableDescriptionSchema, variableNameSchema, variableValueSchema } from '../schema'
import { countVariables, findVariable, writeVariable } from '../store'

export const setVariable = defineMutation({
  name: 'variables.set',
  summary: 'Sets a variable, in place of an older value. Runs that were started before keep the older one.',
  within: 'project',
  permission: 'variables.manage',
  route: 'PUT /variables/{name}',
  input: z.object({
    name: variableNameSchema,
    value: variableValueSchema,
    /** Left out: stays as it is. */
    description: variableDescriptionSchema.optional(),
  }),
  output: z.object({ name: z.string(), isNew: z.boolean() }),
  audit: ({ name }, { isNew }) => ({ subject: name, details: { isNew } }),
  async run({ scope, db, now, record }, { name, value, description }) {
    const before = await findVariable(scope, db, name)
    if (!before && (await countVariables(scope, db)) >= MAX_VARIABLES)
      throw new AppError('limit_exceeded', `A project holds at most ${MAX_VARIABLES} variables.`)
    const kept = description === undefined ? (before?.description ?? null) : description || null
    await writeVariable(scope, db, { name, value, description: kept, userId: scope.user.userId, now })
    record({ ...(before && { before: { value: before.value } }), after: { value } })
    return { name, isNew: before === undefined }
  },
})
