import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation, requireInPerson } from '@/server/operations'
import { findKey } from '../store'

export const revokeApiKey = defineMutation({
  name: 'apiKeys.revoke',
  summary: 'Ends an API key at once and for good: one’s own, or a member’s. In person only.',
  within: 'org',
  permission: 'apiKeys.manage',
  route: 'DELETE /api-keys/{apiKeyId}',
  isOpenWhileDeleted: true,
  input: z.object({ apiKeyId: z.string() }),
  output: z.object({ revokedAt: z.iso.datetime() }),
  audit: (input) => ({ subject: input.apiKeyId }),
  async run({ scope, caller, db, now, record }, { apiKeyId }) {
    requireInPerson(caller)
    const key = await findKey(scope, db, apiKeyId)
    const revoked = await db.apiKey.updateMany({
      where: { id: key.id, orgId: scope.orgId, revokedAt: null },
      data: { revokedAt: now },
    })
    if (revoked.count !== 1) throw new AppError('conflict', 'This API key is revoked already.')
    const { name, prefix, userId } = key
    record({ before: { name, prefix, userId, revokedAt: null }, after: { revokedAt: now.toISOString() } })
    return { revokedAt: now.toISOString() }
  },
})
