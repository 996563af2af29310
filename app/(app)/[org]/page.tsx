import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { LazyDeletedPlace } from '@/components/organizations/lazy-deleted-place'
import { NoProject } from '@/components/organizations/no-project'
import { deletedPlaceOf, firstProjectOf, holds, homeOf } from '@/components/organizations/places'
import { SignInRedirect } from '@/components/sessions/sign-in-redirect'
import { DatePreferencesProvider } from '@/components/ui/date-preferences'
import { readWhoami } from '@/server/api/server-caller'

/** An organization's address leads to its first project. */
export default async function OrganizationPage({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params
  const whoami = await readWhoami(await headers())
  if (!whoami) return <SignInRedirect />
  const org = whoami.organizations.find((candidate) => candidate.slug === slug)
  if (!org) notFound()
  const deleted = deletedPlaceOf(whoami, { org: slug })
  if (deleted)
    return (
      <DatePreferencesProvider timeZone={whoami.user.timeZone} locale={whoami.user.locale}>
        <LazyDeletedPlace {...deleted} />
      </DatePreferencesProvider>
    )
  const project = firstProjectOf(org)
  if (project) redirect(`/${slug}/${project.slug}`)
  const home = homeOf(whoami)
  return (
    <NoProject
      organization={{ name: org.name, slug }}
      email={whoami.user.email}
      mayCreate={holds(org, 'projects.create')}
      elsewhere={home === `/${slug}` ? undefined : home}
    />
  )
}
