import { describe, expect, it } from 'vitest'
import { refusalDetailsOf } from './refusal-details'

describe('refusalDetailsOf', () => {
  it('tells the permission, the roles that include it, and who may give one', () => {
    const details = {
      permission: 'secrets.read',
      grantedTo: ['owner', 'admin'],
      granters: [{ name: 'Ada Lovelace', email: 'ada@example.com' }],
    }
    expect(refusalDetailsOf(details)).toEqual({
      permission: 'secrets.read',
      roles: ['owner', 'admin'],
      granters: [{ name: 'Ada Lovelace', email: 'ada@example.com' }],
    })
  })

  it('knows the roles of a permission also where no server was asked', () => {
    expect(refusalDetailsOf(undefined, 'audit.read').roles).toEqual(['owner', 'admin'])
    expect(refusalDetailsOf(undefined, 'unheard.of').roles).toEqual([])
  })

  it('names nobody it cannot reach', () => {
    const granters = [
      null,
      'ada',
      { name: 'Ada' },
      { name: '', email: 'grace@example.com' },
      { email: 3, name: 'x' },
    ]
    expect(refusalDetailsOf({ granters }).granters).toEqual([
      { name: 'grace@example.com', email: 'grace@example.com' },
    ])
  })
})
