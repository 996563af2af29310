import { describe, expect, test } from 'vitest'
import {
  grantable,
  type Held,
  NEW_KEY,
  permissionGroups,
  permissionsOfDraft,
  problemsOf,
  toggled,
} from './new-key'

const held: Held = {
  permissions: ['organizations.read', 'projects.read', 'runs.read', 'apiKeys.manage'],
  projects: [
    { id: 'one', name: 'One', permissions: ['projects.read', 'runs.read', 'runs.start'] },
    { id: 'two', name: 'Two', permissions: ['projects.read', 'runs.read'] },
  ],
}

describe('a new key', () => {
  test('for all projects gets what is held in the organization, never the making of keys', () => {
    expect(grantable(NEW_KEY, held)).toEqual(['organizations.read', 'projects.read', 'runs.read'])
  })

  test('for some projects gets what is held in them', () => {
    const limited = { ...NEW_KEY, isLimited: true, projectIds: ['one'] }
    expect(permissionsOfDraft(limited, held)).toEqual(['projects.read', 'runs.read', 'runs.start'])
  })

  test('loses what was chosen and is held no more', () => {
    const chosen = {
      ...NEW_KEY,
      preset: 'chosen' as const,
      chosen: ['runs.start' as const, 'runs.read' as const],
    }
    expect(permissionsOfDraft(chosen, held)).toEqual(['runs.read'])
  })

  test('needs a name, a permission and, where it is limited, a project', () => {
    expect(problemsOf(NEW_KEY, held)).toEqual({ name: 'Name the key after what will use it.' })
    expect(Object.keys(problemsOf({ ...NEW_KEY, name: 'x', preset: 'chosen' }, held))).toEqual([
      'permissions',
    ])
    expect(Object.keys(problemsOf({ ...NEW_KEY, name: 'x', isLimited: true }, held))).toEqual(['projects'])
    expect(problemsOf({ ...NEW_KEY, name: 'x' }, held)).toEqual({})
  })
})

test('permissions stand under their nouns, in words', () => {
  expect(permissionGroups(['runs.read', 'runs.start', 'members.read'])).toEqual([
    { label: 'Runs', permissions: ['runs.read', 'runs.start'] },
    { label: 'Members', permissions: ['members.read'] },
  ])
})

test('choosing twice is choosing not at all', () => {
  expect(toggled(toggled([], 'runs.read'), 'runs.read')).toEqual([])
})
