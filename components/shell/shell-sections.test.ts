import { describe, expect, it } from 'vitest'
import { permissionsOf, type Role } from '@/server/kernel/permissions'
import { shellSections } from './shell-sections'

function labelsFor(role: Role, projectRole: Role = role): string[] {
  const inOrganization = permissionsOf(role)
  const permissions = permissionsOf(role, projectRole)
  const sections = shellSections({
    base: '/a/b',
    can: (one) => permissions.has(one),
    canInOrganization: (one) => inOrganization.has(one),
    waitingCount: 0,
  })
  return sections.flatMap((section) => section.items.map((item) => item.label))
}

describe('shellSections', () => {
  it('shows an owner everything', () => {
    expect(labelsFor('owner')).toEqual([
      'Overview',
      'Approvals',
      'Workflows',
      'Runs',
      'Members',
      'Audit',
      'Settings',
    ])
  })

  it('hides what a viewer may not open', () => {
    expect(labelsFor('viewer')).toEqual(['Overview', 'Approvals', 'Workflows', 'Runs', 'Members', 'Settings'])
  })

  it('opens pages of the organization by roles held in all of it only', () => {
    expect(labelsFor('guest', 'viewer')).toEqual(['Overview', 'Approvals', 'Workflows', 'Runs', 'Settings'])
  })

  it('counts only on approvals', () => {
    const items = shellSections({
      base: '/a/b',
      can: () => true,
      canInOrganization: () => true,
      waitingCount: 3,
    }).flatMap((one) => one.items)
    expect(items.filter((item) => item.count === 3).map((item) => item.href)).toEqual(['/a/b/approvals'])
  })
})
