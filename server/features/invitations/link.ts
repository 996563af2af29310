import { mayMail } from '@/server/features/mail'
import type { MutationContext } from '@/server/operations'
import { encrypt, hashToken, newToken } from '@/server/platform/crypto'
import { env } from '@/server/platform/env'
import type { InvitationLink } from './schema'

export interface Token {
  token: string
  tokenHash: string
}

export function makeToken(): Token {
  const token = newToken()
  return { token, tokenHash: hashToken(token) }
}

export function linkOf(token: string): string {
  return `${env().NEXTAUTH_URL}/invitation?token=${token}`
}

/**
 * The answer to who invites, and the mail where a server for it is configured. The token travels sealed:
 * rows and the engine's state hold no link that works.
 */
export async function handOut(
  { token }: Token,
  invitation: { id: string; expiresAt: Date },
  emit: MutationContext<'org'>['emit'],
): Promise<InvitationLink> {
  const isMailed = mayMail()
  if (isMailed) {
    const sealedToken = await encrypt(token)
    emit({ name: 'mail.requested', data: { kind: 'invitation', invitationId: invitation.id, sealedToken } })
  }
  return {
    invitationId: invitation.id,
    link: linkOf(token),
    expiresAt: invitation.expiresAt.toISOString(),
    isMailed,
  }
}
