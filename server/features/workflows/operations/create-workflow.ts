import { z } from 'zod'
import { checkWorkflow } from '@/server/language/definition'
import { defineMutation } from '@/server/operations'
import { sourceSchema } from '../schema'
import { insertWorkflow } from '../store'

export const createWorkflow = defineMutation({
  name: 'workflows.create',
  summary: 'A new workflow from a YAML draft, which may still have problems.',
  within: 'project',
  permission: 'workflows.edit',
  route: 'POST /workflows',
  input: z.object({
    name: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, digits and hyphens, such as release-notes.')
      .max(64)
      // A page of that address makes new workflows.
      .refine(
        (name) => name !== 'new',
        'Choose another name: “new” is taken by the page that makes workflows.',
      ),
    source: sourceSchema,
  }),
  output: z.object({ id: z.string(), name: z.string() }),
  audit: (input, output) => ({ subject: output.id, details: { name: input.name } }),
  async run({ scope, db }, { name, source }) {
    const checked = checkWorkflow(source, { projectVars: null })
    const definition = checked.ok ? checked.definition : undefined
    const id = await insertWorkflow({ orgId: scope.orgId, projectId: scope.projectId }, db, {
      name,
      title: definition?.title ?? name,
      description: definition?.description ?? null,
      source,
      userId: scope.user.userId,
    })
    return { id, name }
  },
})
