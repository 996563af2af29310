import { afterEach, expect, test, vi } from 'vitest'
import { arrangeTenant } from '../testing/arrange'
import { arrangeKey, call } from './testing/call'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('a key has its own calls a minute; the answers count them down', async () => {
  vi.stubEnv('PAWL_API_RATE_LIMIT', '3')
  const { owner, orgId, projectId } = await arrangeTenant('Limits')
  const [one, other] = await Promise.all(
    [1, 2].map(() => arrangeKey(owner, { orgId, permissions: ['runs.read'] })),
  )
  const read = (key: string | undefined) => call({ what: `GET /projects/${projectId}/runs`, key })
  for (const left of [2, 1, 0]) {
    const answer = await read(one?.key)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('ratelimit-policy')).toBe('"key";q=3;w=60')
    expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"key";r=${left};t=\\d+$`))
  }
  const refused = await read(one?.key)
  expect(refused).toMatchObject({ status: 429, body: { code: 'limit_exceeded' } })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/)
  expect((await read(other?.key)).status).toBe(200)
})

test('whoever guesses keys is stopped by their address, and nobody else is', async () => {
  const { owner, orgId, projectId } = await arrangeTenant('Guess')
  const { key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
  const forged = `${key.slice(0, -4)}${key.endsWith('0000') ? '1111' : '0000'}`
  const read = (ip: string, text: string) => call({ what: `GET /projects/${projectId}/runs`, key: text, ip })
  const guesses = await Promise.all(Array.from({ length: 61 }, () => read('203.0.113.9', forged)))
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(60)
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(1)
  expect((await read('203.0.113.10', forged)).status).toBe(401)
  expect((await read('203.0.113.9', key)).status).toBe(200)
})
