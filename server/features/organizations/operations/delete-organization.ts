import { z } from 'zod'
import { lockAsMember } from '@/server/features/members'
import { deletionDueAt, requireConfirmation } from '@/server/features/projects'
import { cancelActiveRuns } from '@/server/features/runs'
import { AppError } from '@/server/kernel/errors'
import { defineMutation, requireInPerson } from '@/server/operations'
import { findOrganization, markDeleted } from '../store'

export const deleteOrganization = defineMutation({
  name: 'organizations.delete',
  summary: 'Closes the organization and cancels its runs; it can be restored for seven days, then all goes.',
  within: 'org',
  permission: 'organizations.delete',
  route: 'DELETE ',
  input: z.object({
    /** The name of the organization. */
    confirmation: z.string().max(200),
  }),
  output: z.object({ deletionDueAt: z.iso.datetime() }),
  audit: ({ orgId }, output) => ({ subject: orgId, details: output }),
  async run({ scope, caller, db, now, emit }, { confirmation }) {
    requireInPerson(caller)
    await lockAsMember(db, scope, 'organizations.delete')
    const organization = await findOrganization(scope, db)
    requireConfirmation('organization', organization.name, confirmation)
    const dueAt = deletionDueAt(now)
    const isMarked = await markDeleted(scope, db, { dueAt, userId: scope.user.userId })
    if (!isMarked) throw new AppError('conflict', 'This organization is being deleted already.')
    const reason = 'The organization is being deleted.'
    await cancelActiveRuns({ orgId: scope.orgId }, db, { by: scope.user.userId, reason, now, emit })
    return { deletionDueAt: dueAt.toISOString() }
  },
})
