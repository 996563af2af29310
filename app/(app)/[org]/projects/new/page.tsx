import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { holds } from '@/components/organizations/places'
import { NewProject } from '@/components/projects/new-project'
import { SignInRedirect } from '@/components/sessions/sign-in-redirect'
import { readWhoami } from '@/server/api/server-caller'

export const metadata: Metadata = { title: 'New project' }

export default async function NewProjectPage({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params
  const whoami = await readWhoami(await headers())
  if (!whoami) return <SignInRedirect />
  const org = whoami.organizations.find((candidate) => candidate.slug === slug)
  if (!org || org.deletionDueAt || !holds(org, 'projects.create')) notFound()
  return <NewProject organization={{ id: org.id, slug, name: org.name }} />
}
