import { describe, expect, it } from 'vitest'
import { ALL_PERMISSIONS, ROLES } from '@/server/kernel/permissions'
import { PERMISSION_GROUPS } from './permission-texts'
import { aRole, NO_PROJECT_ROLE, projectRoleOptions, ROLE_TEXT, roleOptions } from './roles'

describe('the role matrix', () => {
  it('names every permission exactly once', () => {
    const named = PERMISSION_GROUPS.flatMap((group) => group.permissions)
    expect([...named].sort()).toEqual([...ALL_PERMISSIONS].sort())
  })

  it('explains every role', () => {
    expect(Object.keys(ROLE_TEXT)).toEqual([...ROLES])
  })
})

describe('roleOptions', () => {
  it('keeps closed roles in sight and says why they are closed', () => {
    const options = roleOptions(['viewer', 'guest'])
    expect(options.map((option) => option.value)).toEqual([...ROLES])
    expect(options.filter((option) => !option.isDisabled).map((option) => option.value)).toEqual([
      'viewer',
      'guest',
    ])
    expect(options[0]?.hint).toContain('no more than yours')
  })
})

describe('projectRoleOptions', () => {
  it('offers no role first, and neither owner nor guest', () => {
    const values = projectRoleOptions(ROLES, 'Sees nothing').map((option) => option.value)
    expect(values).toEqual([NO_PROJECT_ROLE, 'admin', 'builder', 'operator', 'approver', 'viewer'])
  })
})

it('puts a role into a sentence', () => {
  expect([aRole('owner'), aRole('viewer'), aRole('approver')]).toEqual([
    'an owner',
    'a viewer',
    'an approver',
  ])
})
