'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { LiveProvider, useLive } from '@/components/data/live'
import { type ProjectContext, ProjectProvider, useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { AppShell } from '@/components/layout/app-shell'
import type { ShellWorkspace } from '@/components/layout/shell-navigation'
import { signOut } from '@/components/sessions/sign-out'
import { SessionEnded } from './session-ended'
import { shellSections } from './shell-sections'

export interface ProjectShellProps {
  project: ProjectContext
  workspaces: ShellWorkspace[]
  children: ReactNode
}

/** What every page of a project stands in: who and where, live updates, the frame. */
export function ProjectShell({ project, workspaces, children }: ProjectShellProps) {
  return (
    <ProjectProvider value={project}>
      <LiveProvider orgId={project.orgId}>
        <Frame workspaces={workspaces}>{children}</Frame>
        <SessionEnded />
      </LiveProvider>
    </ProjectProvider>
  )
}

function Frame({ workspaces, children }: Omit<ProjectShellProps, 'project'>) {
  const { orgName, projectName, user, base, permissions } = useProject()
  const { state } = useLive()
  const waitingCount = useWaitingCount()
  const navigation = useMemo(
    () => shellSections({ base, can: (permission) => permissions.includes(permission), waitingCount }),
    [base, permissions, waitingCount],
  )
  return (
    <AppShell
      organization={{ name: orgName }}
      project={{ name: projectName }}
      user={user}
      navigation={navigation}
      workspaces={workspaces}
      live={state}
      onSignOut={() => void signOut()}
    >
      {children}
    </AppShell>
  )
}

function useWaitingCount(): number {
  const trpc = useTRPC()
  const { projectId, can } = useProject()
  const { data } = useQuery(
    trpc.approvals.count.queryOptions({ projectId }, { enabled: can('approvals.read') }),
  )
  return data?.mine ?? 0
}
