import { z } from 'zod'
import { ROLES } from '@/server/kernel/permissions'
import { PASSWORD_MIN_LENGTH } from './rules'

/** The signed-in person with every org and project they may open. */
export const whoamiSchema = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    /** Of dates, as the person chose them; null: the browser's own. */
    timeZone: z.string().nullable(),
    locale: z.string().nullable(),
  }),
  organizations: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      role: z.enum(ROLES),
      permissions: z.array(z.string()),
      /** Until then a deleted organization or project can be restored. */
      deletionDueAt: z.string().nullable(),
      projects: z.array(
        z.object({
          id: z.string(),
          slug: z.string(),
          name: z.string(),
          /** In the organization and in this project. */
          roles: z.array(z.enum(ROLES)),
          permissions: z.array(z.string()),
          deletionDueAt: z.string().nullable(),
        }),
      ),
    }),
  ),
})
export type Whoami = z.output<typeof whoamiSchema>

export const emailSchema = z
  .email('Write an e-mail address, such as ada@example.com.')
  .max(254)
  .transform((email) => email.trim().toLowerCase())

export const passwordSchema = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `Use at least ${PASSWORD_MIN_LENGTH} characters.`)
  .max(200, 'Use at most 200 characters.')

/** One place where somebody is signed in. */
export const sessionSchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** As a person recognizes it: "Firefox on Linux". */
  device: z.string(),
  /** The one that asks. */
  isCurrent: z.boolean(),
})
export type Session = z.output<typeof sessionSchema>
