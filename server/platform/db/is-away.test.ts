import pg from 'pg'
import { expect, test } from 'vitest'
import { isDatabaseAway } from './is-away'

const sqlError = (code: string) => Object.assign(new pg.DatabaseError('It said no.', 5, 'error'), { code })
const coded = (code: string) => Object.assign(new Error('It failed.'), { code })

test.each([
  ['a server that starts', sqlError('57P03')],
  ['a server that crashed', sqlError('57P02')],
  ['a broken connection', new Error('Connection terminated unexpectedly')],
  ['a refused connection', coded('ECONNREFUSED')],
  ['what Prisma says of it', coded('P1001')],
  ['the cause of another error', new Error('It could not be read.', { cause: sqlError('08006') })],
  ['one of several tries', new AggregateError([coded('ECONNREFUSED')])],
])('%s is a database that went away', (_, error) => {
  expect(isDatabaseAway(error)).toBe(true)
})

test.each([
  ['a refused statement', sqlError('23505')],
  ['a missing file', coded('ENOENT')],
  ['a bug', new TypeError('x is not a function')],
  ['no error', 'Connection terminated'],
])('%s is not', (_, error) => {
  expect(isDatabaseAway(error)).toBe(false)
})
