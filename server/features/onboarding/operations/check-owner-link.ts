import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { hashToken } from '@/server/platform/crypto'
import { isOwned } from '../owner-link'

export const checkOwnerLink = defineQuery({
  name: 'onboarding.check',
  summary: 'Whether an owner link still works, and whether this instance has an owner already.',
  within: 'instance',
  permission: 'public',
  route: 'POST /onboarding/check',
  input: z.object({ token: z.string() }),
  output: z.object({ state: z.enum(['valid', 'invalid', 'owned']) }),
  async run({ db, now }, { token }) {
    if (await isOwned()) return { state: 'owned' as const }
    const link = await db.ownerLink.findFirst({
      where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now } },
      select: { id: true },
    })
    return { state: link ? ('valid' as const) : ('invalid' as const) }
  },
})
