import { describe, expect, test } from 'vitest'
import { type Asker, mayRead, type ReadRule } from './may-read'
import { gradeOf, worstOf } from './rules'
import type { HealthCheck, HealthStatus } from './schema'

const open: ReadRule = { token: undefined, hidesCallers: false }
const local: Asker = { authorization: null, address: '127.0.0.1', host: 'localhost:3000' }
const TOKEN = 'a-token-of-some-length'

describe('without a token', () => {
  test.each([
    ['127.0.0.1', 'localhost:3000'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['127.0.0.53', 'LOCALHOST'],
  ])('a caller at %s who asks %s reads', (address, host) => {
    expect(mayRead({ ...local, address, host }, open)).toBe(true)
  })

  test.each([
    ['192.0.2.7', 'localhost:3000'],
    ['::2', 'localhost'],
    ['127.0.0.1.example.com', 'localhost'],
    [null, 'localhost:3000'],
    ['127.0.0.1', 'rebound.example.com:3000'],
    ['127.0.0.1', 'localhost.example.com'],
    ['127.0.0.1', null],
  ])('a caller at %s who asks %s does not', (address, host) => {
    expect(mayRead({ ...local, address, host }, open)).toBe(false)
  })

  test('nobody reads where a proxy hides who calls', () => {
    expect(mayRead(local, { ...open, hidesCallers: true })).toBe(false)
  })
})

describe('with a token', () => {
  const rule: ReadRule = { token: TOKEN, hidesCallers: true }

  test('who gives it reads, from anywhere', () => {
    const asker = { authorization: `Bearer ${TOKEN}`, address: '192.0.2.7', host: 'pawl.example.com' }
    expect(mayRead(asker, rule)).toBe(true)
  })

  test.each([null, '', TOKEN, `Bearer ${TOKEN} `, 'Bearer', `bearer ${TOKEN}x`])(
    'who gives %j does not, on this machine either',
    (authorization) => {
      expect(mayRead({ ...local, authorization }, rule)).toBe(false)
    },
  )
})

test('the whole is as healthy as its least healthy part', () => {
  const check = (status: HealthStatus): HealthCheck => ({ name: status, status, message: '.' })
  expect(worstOf([])).toBe('ok')
  expect(worstOf([check('ok'), check('degraded'), check('ok')])).toBe('degraded')
  expect(worstOf([check('failing'), check('degraded')])).toBe('failing')
})

test('a grade changes at its bounds', () => {
  expect([9.9, 10, 59, 60].map((value) => gradeOf(value, 10, 60))).toEqual([
    'ok',
    'degraded',
    'degraded',
    'failing',
  ])
})
