'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Whoami } from '@/server/features/sessions/schema'
import type { Permission } from '@/server/kernel/permissions'

/** The org and project a page stands in, and what its reader may do there. */
export interface ProjectContext {
  orgId: string
  orgName: string
  projectId: string
  projectName: string
  /** `/<org>/<project>`, where every page of the project begins. */
  base: string
  /** Held in the organization and in the project. */
  roles: readonly string[]
  user: Whoami['user']
  permissions: readonly string[]
}

const Context = createContext<ProjectContext | undefined>(undefined)

export function ProjectProvider({ value, children }: { value: ProjectContext; children: ReactNode }) {
  return <Context.Provider value={value}>{children}</Context.Provider>
}

export function useProject(): ProjectContext & { can(permission: Permission): boolean } {
  const project = useContext(Context)
  if (!project) throw new Error('useProject needs a ProjectProvider above it.')
  return { ...project, can: (permission) => project.permissions.includes(permission) }
}
