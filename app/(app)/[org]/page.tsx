import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { SignInRedirect } from '@/components/sessions/sign-in-redirect'
import { readWhoami } from '@/server/api/server-caller'

/** An organization's address leads to its first project. */
export default async function OrganizationPage({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params
  const whoami = await readWhoami(await headers())
  if (!whoami) return <SignInRedirect />
  const project = whoami.organizations.find((org) => org.slug === slug)?.projects[0]
  if (!project) notFound()
  redirect(`/${slug}/${project.slug}`)
}
