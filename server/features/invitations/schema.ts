import { z } from 'zod'
import { memberSchema } from '@/server/features/members/schema'
import { personNameSchema } from '@/server/features/profile/schema'
import { emailSchema, passwordSchema } from '@/server/features/sessions/schema'
import { PROJECT_ROLES, ROLES } from '@/server/kernel/permissions'
import { INVITATION_TOKEN_MAX_LENGTH } from './rules'

export const INVITATION_STATES = ['open', 'accepted', 'expired', 'revoked'] as const
export type InvitationState = (typeof INVITATION_STATES)[number]

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  projectRoles: memberSchema.shape.projectRoles,
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  state: z.enum(INVITATION_STATES),
  /** Null: not mailed, or not yet. */
  mailedAt: z.iso.datetime().nullable(),
  /** Why it could not be mailed: hand the link over instead. */
  mailError: z.string().nullable(),
})
export type Invitation = z.output<typeof invitationSchema>

/** The roles in projects that an invitation gives beside the one in the organization. */
export const givenProjectRolesSchema = z.array(
  z.object({ projectId: z.string(), role: z.enum(PROJECT_ROLES) }),
)
export type GivenProjectRole = z.output<typeof givenProjectRolesSchema>[number]

export const newInvitationSchema = z.object({
  email: emailSchema,
  role: z.enum(ROLES),
  projectRoles: givenProjectRolesSchema
    .max(100)
    .refine((given) => new Set(given.map(({ projectId }) => projectId)).size === given.length, {
      error: 'Give one role for each project.',
    })
    .default([]),
})

/** The link is shown once: only a hash of what is in it is kept. */
export const invitationLinkSchema = z.object({
  invitationId: z.string(),
  link: z.url(),
  expiresAt: z.iso.datetime(),
  /** Whether a mail with the link is on its way too. */
  isMailed: z.boolean(),
})
export type InvitationLink = z.output<typeof invitationLinkSchema>

export const invitationTokenSchema = z.string().min(1).max(INVITATION_TOKEN_MAX_LENGTH)

export const invitationCheckSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('open'),
    organization: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    /** Names of projects in which it gives a role of its own. */
    projects: z.array(z.string()),
    invitedBy: z.string(),
    expiresAt: z.iso.datetime(),
    /** Whether somebody has an account with this address: they sign in, others make one. */
    hasAccount: z.boolean(),
  }),
  z.object({ state: z.enum(['used', 'expired', 'revoked', 'invalid']) }),
])
export type InvitationCheck = z.output<typeof invitationCheckSchema>

/** Who makes an account with the invited address. */
export const newAccountSchema = z.object({ name: personNameSchema, password: passwordSchema })
