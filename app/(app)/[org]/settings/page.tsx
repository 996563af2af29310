import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { firstProjectOf } from '@/components/organizations/places'
import { SignInRedirect } from '@/components/sessions/sign-in-redirect'
import { readWhoami } from '@/server/api/server-caller'

/** An organization's settings stand among those of its first project. */
export default async function OrganizationSettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params
  const whoami = await readWhoami(await headers())
  if (!whoami) return <SignInRedirect />
  const org = whoami.organizations.find((candidate) => candidate.slug === slug)
  const project = org && !org.deletionDueAt ? firstProjectOf(org) : undefined
  redirect(project ? `/${slug}/${project.slug}/settings/organization` : `/${slug}`)
}
