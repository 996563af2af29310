import type { Permission, Role } from '@/server/kernel/permissions'

/** Who is at the door, before any tenant is known. */
export interface Caller {
  /** Null: nobody is signed in. */
  user: SignedInUser | null
  /** Names this call in logs, audit rows and the error a person sees. */
  correlationId: string
  ip: string | null
  userAgent: string | null
}

export interface SignedInUser {
  userId: string
  sessionId: string
  name: string
  email: string
}

export interface InstanceScope {
  within: 'instance'
  user: SignedInUser | null
}

export interface OrgScope {
  within: 'org' | 'project'
  user: SignedInUser
  orgId: string
  role: Role
  permissions: ReadonlySet<Permission>
}

export interface ProjectScope extends OrgScope {
  within: 'project'
  projectId: string
}

export type Within = 'instance' | 'org' | 'project'

export interface ScopeOf {
  instance: InstanceScope
  org: OrgScope
  project: ProjectScope
}
