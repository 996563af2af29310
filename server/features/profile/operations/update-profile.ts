import type { z } from 'zod'
import { requireSignedIn } from '@/server/features/sessions'
import { defineMutation } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { announceIn } from '@/server/platform/realtime'
import { type Profile, profileSchema, profileUpdateSchema } from '../schema'
import { listOrgIds, readProfile, writeProfile } from '../store'

export const updateProfile = defineMutation({
  name: 'profile.update',
  summary: 'Changes the caller’s name, and the time zone and language that dates are shown in.',
  within: 'instance',
  permission: 'in-person',
  route: 'PATCH /profile',
  input: profileUpdateSchema,
  output: profileSchema,
  audit: () => ({ subject: 'profile' }),
  async run({ scope, db, record }, input) {
    const { userId } = requireSignedIn(scope)
    const before = await readProfile(db, userId)
    const after = await writeProfile(db, userId, given(input))
    await announceIn(asQueryable(db), await listOrgIds(db, userId), 'members')
    record({ before: { ...before }, after: { ...after } })
    return after
  },
})

function given({ name, timeZone, locale }: z.output<typeof profileUpdateSchema>): Partial<Profile> {
  return {
    ...(name !== undefined && { name }),
    ...(timeZone !== undefined && { timeZone }),
    ...(locale !== undefined && { locale }),
  }
}
