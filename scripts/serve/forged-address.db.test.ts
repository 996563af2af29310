import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientIp } from '@/server/features/sessions/auth-options'
import { signIn } from '@/server/features/sessions/sign-in'
import { withClient } from '../roles.mjs'
import { writeClientAddress } from './client-address'

const TRIES = 53

// What scripts/serve/http.ts and the sign-in page's handler do with a request.
const server = http.createServer((request, response) => {
  writeClientAddress(request, 0)
  const headers = new Headers({ 'x-forwarded-for': String(request.headers['x-forwarded-for']) })
  const email = `${new URL(request.url ?? '/', 'http://localhost').searchParams.get('account')}@example.com`
  void signIn({ email, password: 'a guess at it', ip: clientIp(headers), userAgent: null }).then(({ kind }) =>
    response.end(kind),
  )
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('many tries at many accounts are throttled, also when each claims another address', async () => {
  // Listening on TCP: the address is an AddressInfo.
  const { port } = server.address() as AddressInfo
  const answers = await Promise.all(
    Array.from({ length: TRIES }, async (_, index) => {
      const headers = { 'x-forwarded-for': `203.0.113.${index}` }
      return (await fetch(`http://127.0.0.1:${port}/?account=ghost${index}`, { headers })).text()
    }),
  )
  expect(answers.filter((kind) => kind === 'throttled')).toHaveLength(TRIES - 50)
  // A log that grew with every throttled try would be another way to attack.
  const { rows } = await withClient(process.env.TEST_SUPERUSER_DATABASE_URL ?? '', (client) =>
    client.query(`SELECT ip FROM "AuditEntry" WHERE details->>'reason' = 'throttled'`),
  )
  expect(rows).toEqual([{ ip: '127.0.0.1' }])
}, 60_000)
