import { z } from 'zod'
import { ROLES } from '@/server/kernel/permissions'

export const organizationNameSchema = z.string().trim().min(1, 'Name the organization.').max(100)

export const organizationSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** Of the caller. */
  role: z.enum(ROLES),
  /** Until then it can be restored; null: it is not being deleted. */
  deletionDueAt: z.iso.datetime().nullable(),
  memberCount: z.number().int(),
  projectCount: z.number().int(),
  owners: z.array(z.object({ name: z.string(), email: z.string() })),
})
export type Organization = z.output<typeof organizationSchema>
