import { z } from 'zod'
import { KEY_PERMISSIONS } from './rules'

export const KEY_LIFETIMES_DAYS = [30, 90, 365] as const

export const KEY_STATES = ['active', 'expired', 'revoked'] as const
export type KeyState = (typeof KEY_STATES)[number]

const instant = z.iso.datetime()

/** What may be known of a key. Its secret is shown once, when the key is made. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The first part of the key, by which people tell keys apart. */
  prefix: z.string(),
  /** Whose permissions it acts with. */
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  isMine: z.boolean(),
  permissions: z.array(z.string()),
  /** Null: every project that its user may open. */
  projects: z.array(z.object({ id: z.string(), name: z.string() })).nullable(),
  state: z.enum(KEY_STATES),
  createdAt: instant,
  /** Null: until it is revoked. */
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  /** To the minute; null: never used. */
  lastUsedAt: instant.nullable(),
  lastUsedIp: z.string().nullable(),
})
export type ApiKeySummary = z.output<typeof apiKeySchema>

export const newApiKeySchema = z.object({
  name: z.string().trim().min(1, 'Name the key after what will use it.').max(80),
  permissions: z
    .array(z.enum(KEY_PERMISSIONS, 'There is no such permission, or a key cannot be given it.'))
    .min(1, 'Choose at least one permission.')
    .max(100),
  /** Null or left out: every project that its user may open. */
  projectIds: z.array(z.string()).min(1, 'Choose at least one project.').max(200).nullish(),
  /** Null: until it is revoked. */
  expiresInDays: z.literal(KEY_LIFETIMES_DAYS).nullable().default(90),
})
