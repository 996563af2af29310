import Link from 'next/link'
import { AuthLayout } from '@/components/layout/auth-layout'
import { Button } from '@/components/ui/button'
import { INVITATION_LIFE_DAYS } from '@/server/features/invitations/rules'
import type { InvitationCheck } from './invitation-page'

const TEXTS: Record<Exclude<InvitationCheck['state'], 'open'>, { title: string; text: string }> = {
  used: {
    title: 'This invitation was used',
    text: 'A link works once. If it was you who joined, sign in. If not, ask whoever invited you, and tell them that somebody else used it.',
  },
  expired: {
    title: 'This invitation has expired',
    text: `A link works for ${INVITATION_LIFE_DAYS} days. Ask whoever invited you for a new one; it takes them one click.`,
  },
  revoked: {
    title: 'This invitation was withdrawn',
    text: 'Somebody took it back, or a newer one was sent to you. Look for a later mail, or ask whoever invited you.',
  },
  invalid: {
    title: 'This link does not work',
    text: 'A newer one took its place, or some of it is missing. Look for a later message, copy all of the link, or ask for a new one.',
  },
}

export interface NoLongerOpenProps {
  state: Exclude<InvitationCheck['state'], 'open'>
  isSignedIn: boolean
}

/** A link that does not work (any more): why, and what to do. */
export function NoLongerOpen({ state, isSignedIn }: NoLongerOpenProps) {
  const { title, text } = TEXTS[state]
  return (
    <AuthLayout title={title} description={text}>
      <Button asChild variant="primary" size="lg" className="w-full">
        {isSignedIn ? <Link href="/">Go to your projects</Link> : <Link href="/sign-in">Sign in</Link>}
      </Button>
    </AuthLayout>
  )
}
