import { z } from 'zod'
import { PROJECT_ROLES, ROLES } from '@/server/kernel/permissions'

export const memberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  joinedAt: z.iso.datetime(),
  /** Null: never signed in since. */
  lastSeenAt: z.iso.datetime().nullable(),
  isMe: z.boolean(),
  /** Whether the caller may give this member another role, and whether they may remove them. */
  mayChange: z.boolean(),
  mayRemove: z.boolean(),
  projectRoles: z.array(
    z.object({ projectId: z.string(), projectName: z.string(), role: z.enum(PROJECT_ROLES) }),
  ),
})
export type Member = z.output<typeof memberSchema>
