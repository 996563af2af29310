import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorAt, errorsOf, isAlike, issuesOf, untold, without } from './form-rules'

const schema = z.object({
  name: z.string().min(1, 'Write a name.').max(3, 'Too long.'),
  owner: z.object({ email: z.email('Write an e-mail address.') }),
})

function errors(value: unknown) {
  const { error } = schema.safeParse(value)
  return errorsOf(error?.issues ?? [])
}

describe('errorsOf', () => {
  it('says one thing for each place, at its path', () => {
    expect(errors({ name: '', owner: { email: 'x' } })).toEqual({
      name: 'Write a name.',
      'owner.email': 'Write an e-mail address.',
    })
  })

  it('keeps places that are named as parts of every object', () => {
    expect(errorsOf([{ path: ['__proto__'], message: 'No.' }])).toHaveProperty(['__proto__'], 'No.')
  })
})

describe('issuesOf', () => {
  it('reads what the server names, as text or as parts', () => {
    const issues = [
      { path: 'owner.email', message: 'Taken.' },
      { path: ['items', 0], message: 'Gone.' },
    ]
    expect(errorsOf(issuesOf({ issues }))).toEqual({ 'owner.email': 'Taken.', 'items.0': 'Gone.' })
  })

  it.each([
    undefined,
    {},
    { issues: null },
    { issues: 'x' },
    { issues: [null, 1, { path: 'a' }, { message: 2 }] },
  ])('reads nothing in %j', (details) => {
    expect(issuesOf(details)).toEqual([])
  })
})

describe('fields', () => {
  const wrong = { name: 'Long.', 'owner.email': 'Taken.', '': 'Try later.', nameplate: 'Other.' }

  it('tell what is wrong inside them', () => {
    expect(errorAt(wrong, 'owner')).toBe('Taken.')
    expect(errorAt(wrong, 'name')).toBe('Long.')
    expect(errorAt(wrong, 'toString')).toBeUndefined()
  })

  it('forget what was said of them once they change, and of nothing else', () => {
    expect(Object.keys(without(wrong, 'owner'))).toEqual(['name', '', 'nameplate'])
    expect(Object.keys(without(wrong, 'name'))).toEqual(['owner.email', '', 'nameplate'])
  })

  it('leave no message untold', () => {
    expect(untold(wrong, ['name', 'nameplate'])).toEqual(['owner.email: Taken.', 'Try later.'])
  })
})

it('compares values by what they hold', () => {
  expect(isAlike(['a'], ['a'])).toBe(true)
  expect(isAlike({ a: 1 }, { a: 2 })).toBe(false)
  expect(isAlike(Number.NaN, Number.NaN)).toBe(true)
})
