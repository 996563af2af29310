import { z } from 'zod'
import { ROLES } from '@/server/kernel/permissions'

export const projectNameSchema = z.string().trim().min(1, 'Name the project.').max(100)

export const projectSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** Until then it can be restored; null: it is not being deleted. */
  deletionDueAt: z.iso.datetime().nullable(),
})
export type Project = z.output<typeof projectSchema>

export const projectRowSchema = projectSchema.extend({
  /** Who may open it. */
  memberCount: z.number().int(),
  /** Archived ones left aside. */
  workflowCount: z.number().int(),
  /** Of the caller: in the organization and in this project. */
  roles: z.array(z.enum(ROLES)),
  permissions: z.array(z.string()),
})
export type ProjectRow = z.output<typeof projectRowSchema>
