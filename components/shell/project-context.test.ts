import { describe, expect, it } from 'vitest'
import type { Whoami } from '@/server/features/sessions/schema'
import { projectContextAgain, projectContextOf, workspacesOf } from './project-context'

const project = (id: string, slug: string) => ({
  id,
  slug,
  name: slug,
  roles: ['viewer' as const],
  permissions: ['runs.read'],
  deletionDueAt: null,
})

const WHOAMI: Whoami = {
  user: { id: 'usr_1', name: 'Ada', email: 'ada@example.com', timeZone: null, locale: null },
  organizations: [
    {
      id: 'org_1',
      slug: 'acme',
      name: 'Acme',
      role: 'owner',
      permissions: ['projects.create'],
      deletionDueAt: null,
      projects: [
        project('prj_1', 'main'),
        { ...project('prj_2', 'old'), deletionDueAt: '2026-11-28T00:00:00Z' },
      ],
    },
    {
      id: 'org_2',
      slug: 'empty',
      name: 'Empty',
      role: 'guest',
      permissions: [],
      deletionDueAt: null,
      projects: [],
    },
  ],
}

describe('projectContextOf', () => {
  it('gives the permissions held in the project, not those of the organization', () => {
    expect(projectContextOf(WHOAMI, { org: 'acme', project: 'main' })).toMatchObject({
      base: '/acme/main',
      permissions: ['runs.read'],
      roles: ['viewer'],
    })
  })

  it('knows nothing of what the person may not open', () => {
    expect(projectContextOf(WHOAMI, { org: 'acme', project: 'other' })).toBeUndefined()
    expect(projectContextOf(WHOAMI, { org: 'other', project: 'main' })).toBeUndefined()
  })
})

describe('projectContextAgain', () => {
  it('finds a project whose address changed', () => {
    const known = { orgId: 'org_1', projectId: 'prj_1' }
    expect(projectContextAgain(WHOAMI, known)).toMatchObject({ base: '/acme/main' })
  })

  it('says what is gone', () => {
    expect(projectContextAgain(WHOAMI, { orgId: 'org_1', projectId: 'prj_9' })).toBe('project')
    expect(projectContextAgain(WHOAMI, { orgId: 'org_9', projectId: 'prj_1' })).toBe('organization')
  })
})

describe('workspacesOf', () => {
  it('lists every organization, also one without projects, and marks where the reader is', () => {
    const organizations = workspacesOf(WHOAMI, 'prj_1')
    expect(organizations.map((one) => [one.name, one.href, one.isCurrent, one.projects.length])).toEqual([
      ['Acme', '/acme', true, 2],
      ['Empty', '/empty', false, 0],
    ])
    expect(organizations[0]?.projects.map((one) => [one.href, one.isCurrent, one.isBeingDeleted])).toEqual([
      ['/acme/main', true, false],
      ['/acme/old', false, true],
    ])
  })
})
