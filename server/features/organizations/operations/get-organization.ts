import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { organizationSchema } from '../schema'
import { countParts, findOrganization, listOwners } from '../store'

export const getOrganization = defineQuery({
  name: 'organizations.get',
  summary: 'An organization, who owns it and how large it is; also while it waits to be deleted.',
  within: 'org',
  permission: 'organizations.read',
  route: 'GET ',
  isOpenWhileDeleted: true,
  input: z.object({}),
  output: organizationSchema,
  async run({ scope, db }) {
    const { createdAt, deletionDueAt, ...organization } = await findOrganization(scope, db)
    return {
      ...organization,
      ...(await countParts(scope, db)),
      createdAt: createdAt.toISOString(),
      deletionDueAt: deletionDueAt?.toISOString() ?? null,
      role: scope.role,
      owners: await listOwners(scope, db),
    }
  },
})
