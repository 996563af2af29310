import type { APIRequestContext } from '@playwright/test'
import { expect, HOME, NOBODY, OWNER, projectOf, read, test } from './test'

const EVIL = 'https://evil.example'

interface Answer {
  status: number
  text: string
  /** The names of the cookies it sets. */
  cookies: string[]
}

/** What another site can make a signed-in browser send: the cookies go along, the origin names the site. */
async function forge(
  request: APIRequestContext,
  path: string,
  options: { method?: string; headers: Record<string, string>; data?: string },
): Promise<Answer> {
  const { method = 'POST', headers, data } = options
  const response = await request.fetch(path, { method, headers, maxRedirects: 0, ...(data && { data }) })
  const cookies = response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => value.slice(0, value.indexOf('=')))
  return { status: response.status(), text: await response.text(), cookies }
}

test.describe('requests that another site forges', () => {
  const asJson = { origin: EVIL, 'content-type': 'application/json' }

  test('change nothing, whatever their content type', async ({ request }) => {
    const projectId = await projectOf(request)
    const data = JSON.stringify({ projectId, name: 'FORGED', value: 'forged' })
    const tries: Record<string, string>[] = [
      asJson,
      { origin: EVIL, 'content-type': 'text/plain' },
      { origin: 'null', 'content-type': 'text/plain' },
      { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
    ]
    for (const headers of tries)
      expect((await forge(request, '/api/trpc/secrets.set', { headers, data })).status).toBe(403)
    const secrets = await read<{ name: string }[]>(request, 'secrets.list', { projectId })
    expect(secrets.map((secret) => secret.name)).not.toContain('FORGED')
  })

  test('cannot call a mutation with a link', async ({ request }) => {
    const projectId = await projectOf(request)
    const input = encodeURIComponent(JSON.stringify({ projectId, name: 'FORGED', value: 'forged' }))
    const answer = await forge(request, `/api/trpc/secrets.set?input=${input}`, {
      method: 'GET',
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })

  test('cannot read a file over the cookies', async ({ request }) => {
    const answer = await forge(request, '/api/download/audit.export?input=%7B%7D', {
      method: 'GET',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    })
    expect(answer.status).toBe(403)
  })

  test('find no cookie read over REST', async ({ request }) => {
    const answer = await forge(request, '/api/v1/whoami', { method: 'GET', headers: {} })
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.text)).toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  test('cannot sign anybody in or out', async ({ request }) => {
    const form = { origin: EVIL, 'content-type': 'application/x-www-form-urlencoded' }
    const data = `email=${encodeURIComponent(OWNER.email)}&password=${encodeURIComponent(OWNER.password)}`
    const signIn = await forge(request, '/api/auth/callback/credentials', { headers: form, data })
    expect(signIn.cookies.filter((name) => name.includes('session-token'))).toEqual([])
    await forge(request, '/api/auth/signout', { headers: form, data: 'csrfToken=guess' })
    const whoami = await read<{ user: { email: string } }>(request, 'sessions.whoami', {})
    expect(whoami.user.email).toBe(OWNER.email)
  })
})

test.describe('a session', () => {
  test.use({ storageState: NOBODY })

  test('cannot be planted before sign-in', async ({ page, ownerState }) => {
    expect(ownerState.cookies.length).toBeGreaterThan(0)
    const planted = 'eyJhbGciOiJkaXIifQ.planted.by.an.attacker'
    await page.goto('/sign-in')
    const { host } = new URL(page.url())
    await page
      .context()
      .addCookies([
        { name: 'next-auth.session-token', value: planted, domain: host.split(':')[0] ?? host, path: '/' },
      ])
    await page.goto(HOME)
    await page.waitForURL('**/sign-in?callbackUrl=*')
    await page.getByLabel('E-mail').fill(OWNER.email)
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`**${HOME}`)
    const cookies = await page.context().cookies()
    const session = cookies.find((cookie) => cookie.name.endsWith('next-auth.session-token'))
    expect(session?.value).not.toBe(planted)
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  })

  test('is never handed to another site after sign-in', async ({ request }) => {
    for (const callbackUrl of [EVIL, '//evil.example', '/\\evil.example', 'https:evil.example']) {
      const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string }
      const response = await request.post('/api/auth/callback/credentials', {
        form: { csrfToken, email: OWNER.email, password: OWNER.password, callbackUrl },
        maxRedirects: 0,
      })
      expect(response.status()).toBe(302)
      const target = new URL(response.headers().location ?? EVIL, response.url())
      expect(target.host).toBe(new URL(response.url()).host)
    }
  })
})
