import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { variableNameSchema } from '../schema'
import { findVariable, removeVariable } from '../store'

export const deleteVariable = defineMutation({
  name: 'variables.delete',
  summary: 'Removes a variable. New runs of workflows that read it are refused from then on.',
  within: 'project',
  permission: 'variables.manage',
  route: 'DELETE /variables/{name}',
  input: z.object({ name: variableNameSchema }),
  output: z.object({ name: z.string() }),
  audit: ({ name }) => ({ subject: name }),
  async run({ scope, db, record }, { name }) {
    const before = await findVariable(scope, db, name)
    if (!before || !(await removeVariable(scope, db, name)))
      throw new AppError('not_found', `There is no variable named ${name} in this project.`)
    record({ before: { value: before.value } })
    return { name }
  },
})
