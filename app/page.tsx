import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Unclaimed } from '@/components/onboarding/unclaimed'
import { homeOf } from '@/components/organizations/places'
import { NoOrganization } from '@/components/sessions/no-organization'
import { readWhoami } from '@/server/api/server-caller'
import { isOwned } from '@/server/features/onboarding'

/** Nothing lives at the root: it leads to the first project, to sign-in, or to the owner link. */
export default async function RootPage() {
  const whoami = await readWhoami(await headers())
  if (!whoami) {
    if (await isOwned()) redirect('/sign-in')
    return <Unclaimed />
  }
  const home = homeOf(whoami)
  if (!home) return <NoOrganization email={whoami.user.email} />
  redirect(home)
}
