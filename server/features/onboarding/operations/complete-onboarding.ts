import { z } from 'zod'
import { createOrganization } from '@/server/features/organizations'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { defineMutation } from '@/server/operations'
import { hashPassword, hashToken } from '@/server/platform/crypto'
import { onboardingSchema } from '../schema'

export const completeOnboarding = defineMutation({
  name: 'onboarding.complete',
  summary: 'Makes the first owner, their organization and its first project, with an owner link.',
  within: 'instance',
  permission: 'public',
  route: 'POST /onboarding/complete',
  input: onboardingSchema,
  output: z.object({ orgId: z.string(), orgSlug: z.string(), projectSlug: z.string() }),
  audit: (input, output) => ({
    subject: output.orgId,
    orgId: output.orgId,
    details: { organization: input.organization, email: input.email },
  }),
  async run({ db, now }, input) {
    const claimed = await db.ownerLink.updateMany({
      where: { tokenHash: hashToken(input.token), usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    if (claimed.count !== 1)
      throw new AppError(
        'invalid_state',
        'This owner link was used or has expired. Print a new one with: npm start -- --owner-link',
      )
    const user = await db.user.create({
      data: {
        id: newId('user'),
        name: input.name,
        email: input.email,
        passwordHash: await hashPassword(input.password),
      },
      select: { id: true },
    })
    return createOrganization(db, { name: input.organization, ownerId: user.id })
  },
})
