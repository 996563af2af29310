'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { LiveProvider, useLive } from '@/components/data/live'
import { type ProjectContext, ProjectProvider, useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { AppShell } from '@/components/layout/app-shell'
import { signOut } from '@/components/sessions/sign-out'
import { AccessEnded } from './access-ended'
import { PaletteProvider } from './command-palette/palette-context'
import { PaletteSearch } from './command-palette/palette-search'
import { mayIn, type ShellOrganization } from './organizations'
import type { AccessLoss } from './project-context'
import { SessionEnded } from './session-ended'
import { accountPages, shellSections } from './shell-sections'
import { useAccess } from './use-access'
import { WorkspaceSwitcher } from './workspace-switcher'

export interface ProjectShellProps {
  project: ProjectContext
  workspaces: ShellOrganization[]
  children: ReactNode
}

/** What every page of a project stands in: who and where, live updates, the frame. */
export function ProjectShell({ project, workspaces, children }: ProjectShellProps) {
  const { loss, onChange } = useAccess({ project, workspaces })
  return (
    <ProjectProvider value={project}>
      <LiveProvider orgId={project.orgId} onChange={onChange}>
        <WhileOpen loss={loss}>
          <PaletteProvider>
            <Frame workspaces={workspaces}>{children}</Frame>
          </PaletteProvider>
        </WhileOpen>
        <SessionEnded />
      </LiveProvider>
    </ProjectProvider>
  )
}

/** The page, as long as its reader may see it. */
function WhileOpen({ loss, children }: { loss: AccessLoss | undefined; children: ReactNode }) {
  const { ended } = useLive()
  const { orgName, projectName } = useProject()
  const lost = loss ?? (ended === 'removed' ? 'organization' : undefined)
  if (!lost) return children
  return <AccessEnded loss={lost} organizationName={orgName} projectName={projectName} />
}

function Frame({ workspaces, children }: Pick<ProjectShellProps, 'workspaces' | 'children'>) {
  const { orgName, projectName, user, base, permissions } = useProject()
  const { state } = useLive()
  const waitingCount = useWaitingCount()
  const navigation = useMemo(
    () =>
      shellSections({
        base,
        can: (permission) => permissions.includes(permission),
        canInOrganization: (permission) => workspaces.some((org) => org.isCurrent && mayIn(org, permission)),
        waitingCount,
      }),
    [base, permissions, workspaces, waitingCount],
  )
  const accountItems = useMemo(() => accountPages(base), [base])
  return (
    <AppShell
      user={user}
      navigation={navigation}
      switcher={
        <WorkspaceSwitcher organizationName={orgName} projectName={projectName} organizations={workspaces} />
      }
      search={<PaletteSearch navigation={navigation} account={accountItems} organizations={workspaces} />}
      live={state}
      accountItems={accountItems}
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
