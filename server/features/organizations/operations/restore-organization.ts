import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { findOrganization, unmarkDeleted } from '../store'

export const restoreOrganization = defineMutation({
  name: 'organizations.restore',
  summary: 'Takes the deletion of the organization back while that is possible.',
  within: 'org',
  permission: 'organizations.delete',
  route: 'POST /restore',
  isOpenWhileDeleted: true,
  input: z.object({}),
  output: z.object({ orgId: z.string() }),
  audit: ({ orgId }) => ({ subject: orgId }),
  async run({ scope, db, now }) {
    const organization = await findOrganization(scope, db)
    if (organization.deletionDueAt === null)
      throw new AppError('invalid_state', 'This organization is not being deleted.')
    if (!(await unmarkDeleted(scope, db, now)))
      throw new AppError('invalid_state', 'The time to restore this organization is over.')
    return { orgId: scope.orgId }
  },
})
