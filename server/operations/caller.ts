import type { Permission, Role } from '@/server/kernel/permissions'

/** Who is at the door, before any tenant is known. */
export interface Caller {
  /** Null: nobody is signed in. */
  user: SignedInUser | null
  /** Given when a program calls with an API key of `user`; null for a person with a session. */
  apiKey: ApiKeyGrant | null
  /** Names this call in logs, audit rows and the error a person sees. */
  correlationId: string
  ip: string | null
  userAgent: string | null
}

export interface SignedInUser {
  userId: string
  /** Null: called with an API key. */
  sessionId: string | null
  name: string
  email: string
}

/** What an API key narrows its user to. */
export interface ApiKeyGrant {
  apiKeyId: string
  name: string
  orgId: string
  permissions: ReadonlySet<Permission>
  /** Null: every project of the organization that its user may open. */
  projectIds: readonly string[] | null
}

export interface InstanceScope {
  within: 'instance'
  user: SignedInUser | null
}

export interface OrgScope {
  within: 'org' | 'project'
  user: SignedInUser
  orgId: string
  /** The role in the organization. */
  role: Role
  /** That role, and in a project the role held there, if any. */
  roles: readonly Role[]
  permissions: ReadonlySet<Permission>
}

export interface ProjectScope extends OrgScope {
  within: 'project'
  projectId: string
  /** Of its pages: the slugs of organization and project. */
  path: string
}

export type Within = 'instance' | 'org' | 'project'

export interface ScopeOf {
  instance: InstanceScope
  org: OrgScope
  project: ProjectScope
}
