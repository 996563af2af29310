import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { NewOrganization } from '@/components/organizations/new-organization'
import { SignInRedirect } from '@/components/sessions/sign-in-redirect'
import { readWhoami } from '@/server/api/server-caller'

export const metadata: Metadata = { title: 'New organization' }

export default async function NewOrganizationPage() {
  const whoami = await readWhoami(await headers())
  return whoami ? <NewOrganization email={whoami.user.email} /> : <SignInRedirect />
}
