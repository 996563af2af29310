import { mayGrant, permissionsOf, type Role } from '@/server/kernel/permissions'
import type { InvitationState } from './schema'

/** An invitation can be accepted for this long. */
export const INVITATION_LIFE_DAYS = 7

export const INVITATION_TOKEN_MAX_LENGTH = 200

export interface InvitationFacts {
  acceptedAt: Date | null
  revokedAt: Date | null
  expiresAt: Date
  /** All the roles it gives: in the organization and in projects. */
  roles: readonly Role[]
  /** The role that who made it holds now; null: no member any more. */
  inviterRole: Role | null
}

/**
 * What an invitation is now. One whose maker could not make it any more counts as revoked: otherwise an
 * admin could keep a link back in for the day they lose their role.
 */
export function stateOf(invitation: InvitationFacts, now: Date): InvitationState {
  if (invitation.acceptedAt) return 'accepted'
  if (invitation.revokedAt) return 'revoked'
  if (invitation.expiresAt <= now) return 'expired'
  return mayStillInvite(invitation) ? 'open' : 'revoked'
}

export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + INVITATION_LIFE_DAYS * 86_400_000)
}

function mayStillInvite({ inviterRole, roles }: InvitationFacts): boolean {
  if (inviterRole === null) return false
  const held = permissionsOf(inviterRole)
  return held.has('members.manage') && roles.every((role) => mayGrant(held, role))
}
