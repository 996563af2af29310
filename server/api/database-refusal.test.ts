import { expect, test } from 'vitest'
import { databaseRefusal } from './database-refusal'

test('a transaction that could not begin is worth another try', () => {
  expect(databaseRefusal(Object.assign(new Error('busy'), { code: 'P2028' }))).toMatchObject({
    code: 'unavailable',
    retryAfterMs: 1_000,
  })
})

test('a number that no column holds is the caller’s', () => {
  const driverAdapterError = { cause: { originalCode: '22003' } }
  expect(databaseRefusal({ code: 'P2010', meta: { driverAdapterError } })).toMatchObject({
    code: 'invalid_input',
  })
})

test.each([undefined, null, 'text', new Error('bug'), { meta: null }])(
  '%s is nothing the database said',
  (thrown) => {
    expect(databaseRefusal(thrown)).toBeUndefined()
  },
)
