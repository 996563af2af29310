import NextAuth from 'next-auth'
import { decode, encode } from 'next-auth/jwt'
import { expect, test, vi } from 'vitest'
import { ARRANGED_PASSWORD, arrangeUser } from '@/server/api/testing/arrange'
import { newId } from '@/server/kernel/ids'
import { systemDb } from '@/server/platform/db'
import { authOptions } from './auth-options'
import { readSession } from './store'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const SECRET = process.env.NEXTAUTH_SECRET ?? ''
const SESSION_COOKIE = 'next-auth.session-token'

interface Answer {
  status: number
  cookies: Record<string, string>
  body: unknown
}

/** Calls next-auth as a Node server does, with the cookies a browser would send. */
async function ask(
  path: string[],
  cookies: Record<string, string>,
  form?: Record<string, string>,
): Promise<Answer> {
  const answer: Answer = { status: 200, cookies: {}, body: undefined }
  const response = {
    getHeader: () => undefined,
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() !== 'set-cookie') return response
      for (const line of [value].flat()) {
        const [, key, text] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (key !== undefined) answer.cookies[key] = decodeURIComponent(text ?? '')
      }
      return response
    },
    status(status: number) {
      answer.status = status
      return response
    },
    json: (body: unknown) => void Object.assign(answer, { body }),
    send: (body: unknown) => void Object.assign(answer, { body }),
    redirect: (_status: number, url: string) => void Object.assign(answer, { body: { url } }),
    end: () => {},
  }
  const request = {
    method: form ? 'POST' : 'GET',
    query: { nextauth: path },
    headers: { host: 'localhost:3000', 'x-forwarded-for': '192.0.2.50' },
    cookies,
    body: form,
  }
  // The parts of Node's request and response that next-auth uses.
  await NextAuth(request as never, response as never, authOptions())
  return answer
}

async function signInWith(email: string, password: string, cookies: Record<string, string>): Promise<Answer> {
  const csrf = await ask(['csrf'], cookies)
  // The csrf page answers with the token that its cookie belongs to.
  const { csrfToken } = csrf.body as { csrfToken: string }
  const form = { email, password, csrfToken, json: 'true' }
  return ask(['callback', 'credentials'], { ...cookies, ...csrf.cookies }, form)
}

async function sessionIdIn(cookies: Record<string, string>): Promise<unknown> {
  const token = await decode({ token: cookies[SESSION_COOKIE] ?? '', secret: SECRET })
  return token?.sid
}

test('signing in makes a new session, whatever session the browser was given before', async () => {
  const person = await arrangeUser('Grace')
  const mallory = await arrangeUser('Mallory')
  const planted = [newId('session'), mallory.user?.sessionId ?? '']
  for (const sid of planted) {
    const cookie = await encode({ token: { sid }, secret: SECRET })
    const answer = await signInWith(person.user?.email ?? '', ARRANGED_PASSWORD, { [SESSION_COOKIE]: cookie })
    const given = await sessionIdIn(answer.cookies)
    expect(planted).not.toContain(given)
    expect(await readSession(String(given), new Date())).toMatchObject({ userId: person.user?.userId })
  }
  expect(await readSession(planted[0] ?? '', new Date())).toBeNull()
  expect(await readSession(planted[1] ?? '', new Date())).toMatchObject({ userId: mallory.user?.userId })
  expect(await systemDb().session.count({ where: { userId: person.user?.userId ?? '' } })).toBe(3)
})

test('a wrong password sets no session', async () => {
  const person = await arrangeUser('Grace')
  const answer = await signInWith(person.user?.email ?? '', 'not my password', {})
  expect(answer.cookies[SESSION_COOKIE]).toBeUndefined()
})

test('a form from another site, without the token of this one, signs nobody in', async () => {
  const person = await arrangeUser('Grace')
  const form = {
    email: person.user?.email ?? '',
    password: ARRANGED_PASSWORD,
    csrfToken: 'forged',
    json: 'true',
  }
  const answer = await ask(['callback', 'credentials'], {}, form)
  expect(answer.cookies[SESSION_COOKIE]).toBeUndefined()
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'signing in never leads to %s',
  async (callbackUrl) => {
    const { redirect } = authOptions().callbacks ?? {}
    const url = await redirect?.({ url: callbackUrl, baseUrl: 'http://localhost:3000' })
    expect(new URL(url ?? '', 'http://localhost:3000').origin).toBe('http://localhost:3000')
  },
)
