import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { InvitationPage } from '@/components/invitations/invitation-page'
import { readWhoami } from '@/server/api/server-caller'

// The address holds a secret, so it is told to nobody who is linked from here.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' }

export default async function Invitation({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>
}) {
  const { token } = await searchParams
  const whoami = await readWhoami(await headers())
  return (
    <InvitationPage
      token={typeof token === 'string' ? token : ''}
      reader={whoami && { name: whoami.user.name, email: whoami.user.email }}
    />
  )
}
