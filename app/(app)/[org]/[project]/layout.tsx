import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { KnownReader } from '@/components/organizations/known-reader'
import { LazyDeletedPlace } from '@/components/organizations/lazy-deleted-place'
import { deletedPlaceOf } from '@/components/organizations/places'
import { SignInRedirect } from '@/components/sessions/sign-in-redirect'
import { projectContextOf, workspacesOf } from '@/components/shell/project-context'
import { ProjectShell } from '@/components/shell/project-shell'
import { DatePreferencesProvider } from '@/components/ui/date-preferences'
import { readWhoami } from '@/server/api/server-caller'

export default async function ProjectLayout({
  params,
  children,
}: {
  params: Promise<{ org: string; project: string }>
  children: ReactNode
}) {
  const address = await params
  const whoami = await readWhoami(await headers())
  if (!whoami) return <SignInRedirect />
  const project = projectContextOf(whoami, address)
  if (!project) notFound()
  const { timeZone, locale } = whoami.user
  const deleted = deletedPlaceOf(whoami, address)
  return (
    <DatePreferencesProvider timeZone={timeZone} locale={locale}>
      {deleted ? (
        <LazyDeletedPlace {...deleted} />
      ) : (
        <KnownReader whoami={whoami}>
          <ProjectShell project={project} workspaces={workspacesOf(whoami, project.projectId)}>
            {children}
          </ProjectShell>
        </KnownReader>
      )}
    </DatePreferencesProvider>
  )
}
