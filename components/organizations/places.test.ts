import { describe, expect, it } from 'vitest'
import type { Whoami } from '@/server/features/sessions/schema'
import { permissionsOf, type Role } from '@/server/kernel/permissions'
import { deletedPlaceOf, homeOf } from './places'

const DUE = '2026-12-01T12:00:00.000Z'

function org(slug: string, role: Role, projects: [slug: string, isDeleted?: boolean][], isDeleted = false) {
  const permissions = [...permissionsOf(role)]
  return {
    id: `org_${slug}`,
    slug,
    name: slug,
    role,
    permissions,
    deletionDueAt: isDeleted ? DUE : null,
    projects: projects.map(([project, gone]) => ({
      id: `prj_${project}`,
      slug: project,
      name: project,
      roles: [role],
      permissions,
      deletionDueAt: gone ? DUE : null,
    })),
  }
}

function whoami(...organizations: Whoami['organizations']): Whoami {
  return {
    user: { id: 'usr_1', name: 'Ada', email: 'ada@example.com', timeZone: null, locale: null },
    organizations,
  }
}

describe('homeOf', () => {
  it('is the first project that nobody deleted', () => {
    const me = whoami(
      org('gone', 'owner', [['main']], true),
      org('acme', 'viewer', [['old', true], ['main']]),
    )
    expect(homeOf(me)).toBe('/acme/main')
  })

  it('is the organization where no project is open, and nothing where there is none', () => {
    expect(homeOf(whoami(org('acme', 'guest', [])))).toBe('/acme')
    expect(homeOf(whoami(org('gone', 'owner', [['main']], true)))).toBe('/gone')
    expect(homeOf(whoami())).toBeUndefined()
  })
})

describe('deletedPlaceOf', () => {
  it('tells of the organization first, and offers restoring to its owner only', () => {
    const other = org('acme', 'viewer', [['main']])
    for (const [role, mayRestore] of [
      ['owner', true],
      ['admin', false],
    ] as const)
      expect(
        deletedPlaceOf(whoami(org('gone', role, [['main', true]], true), other), {
          org: 'gone',
          project: 'main',
        }),
      ).toMatchObject({ kind: 'organization', mayRestore, elsewhere: [{ name: 'acme', href: '/acme' }] })
  })

  it('tells of a project, with the others of its organization', () => {
    const me = whoami(org('acme', 'admin', [['old', true], ['main']]))
    expect(deletedPlaceOf(me, { org: 'acme', project: 'old' })).toMatchObject({
      kind: 'project',
      mayRestore: true,
      elsewhere: [{ name: 'main', href: '/acme/main' }],
    })
  })

  it('is silent about what works and what one may not know of', () => {
    const me = whoami(org('acme', 'admin', [['main']]))
    expect(deletedPlaceOf(me, { org: 'acme', project: 'main' })).toBeUndefined()
    expect(deletedPlaceOf(me, { org: 'other', project: 'main' })).toBeUndefined()
  })
})
