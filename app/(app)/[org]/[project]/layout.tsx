import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { SignInRedirect } from '@/components/sessions/sign-in-redirect'
import { projectContextOf, workspacesOf } from '@/components/shell/project-context'
import { ProjectShell } from '@/components/shell/project-shell'
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
  return (
    <ProjectShell project={project} workspaces={workspacesOf(whoami, project.projectId)}>
      {children}
    </ProjectShell>
  )
}
