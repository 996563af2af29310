import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Unclaimed } from '@/components/onboarding/unclaimed'
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
  const org = whoami.organizations.find((candidate) => candidate.projects.length > 0)
  const project = org?.projects[0]
  if (!org || !project) return <NoOrganization email={whoami.user.email} />
  redirect(`/${org.slug}/${project.slug}`)
}
