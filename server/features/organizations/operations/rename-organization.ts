import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { organizationNameSchema } from '../schema'
import { findOrganization, renameOrganization as writeName } from '../store'

export const renameOrganization = defineMutation({
  name: 'organizations.rename',
  summary: 'Gives the organization another name; its address stays.',
  within: 'org',
  permission: 'organizations.manage',
  route: 'PATCH ',
  input: z.object({ name: organizationNameSchema }),
  output: z.object({ name: z.string() }),
  audit: ({ orgId }) => ({ subject: orgId }),
  async run({ scope, db, record }, { name }) {
    const before = await findOrganization(scope, db)
    await writeName(scope, db, name)
    record({ before: { name: before.name }, after: { name } })
    return { name }
  },
})
