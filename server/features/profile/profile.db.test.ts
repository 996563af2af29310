import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { ARRANGED_PASSWORD, arrangeTenant, arrangeUser } from '@/server/api/testing/arrange'
import { call, codeOf, idOf } from '@/server/api/testing/call'
import { signIn } from '@/server/features/sessions/sign-in'
import { createSession, isSessionLive } from '@/server/features/sessions/store'
import { newId } from '@/server/kernel/ids'
import type { Caller } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'
import { writePassword } from './store'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const { profile, sessions } = catalogue
const NEW_PASSWORD = 'a wholly new password'

const enter = (caller: Caller, password: string) =>
  signIn({
    email: caller.user?.email ?? '',
    password,
    ip: `10.9.0.${Math.floor(Math.random() * 250)}`,
    userAgent: null,
  })

const sessionOf = (caller: Caller) => caller.user?.sessionId ?? ''

describe('a changed password', () => {
  test('signs out all other sessions, keeps this one, and the old password opens nothing', async () => {
    const { orgId, owner } = await arrangeTenant('Change')
    const elsewhere = await enter(owner, ARRANGED_PASSWORD)
    if (elsewhere.kind !== 'signed-in') throw new Error(`Expected a session, got ${elsewhere.kind}`)
    const input = { currentPassword: ARRANGED_PASSWORD, newPassword: NEW_PASSWORD }
    expect(await call(profile.changePassword, owner, input)).toEqual({ signedOutSessions: 1 })
    const now = new Date()
    expect(await isSessionLive(elsewhere.sessionId, now)).toBe(false)
    expect(await isSessionLive(sessionOf(owner), now)).toBe(true)
    expect((await enter(owner, ARRANGED_PASSWORD)).kind).toBe('refused')
    expect((await enter(owner, NEW_PASSWORD)).kind).toBe('signed-in')

    const log = await tenantDb(orgId).auditEntry.findMany({ where: { action: 'sessions.passwordChange' } })
    expect(log).toMatchObject([{ outcome: 'done', actorId: idOf(owner) }])
    const rows = JSON.stringify([log, await systemDb().user.findUnique({ where: { id: idOf(owner) } })])
    expect(rows).not.toContain(NEW_PASSWORD)
  })

  test('leaves no session to a sign-in that had checked the old one a moment before', async () => {
    const person = await arrangeUser('Grace')
    const { passwordHash } = await systemDb().user.findUniqueOrThrow({ where: { id: idOf(person) } })
    const checked = { user: { id: idOf(person), passwordHash }, ip: null, userAgent: null, now: new Date() }
    let opening: Promise<string | undefined> | undefined
    await systemDb().$transaction(async (db) => {
      await writePassword(db, idOf(person), 'another hash')
      opening = createSession(checked)
      // It waits for the row that this transaction holds.
      expect(await Promise.race([opening, sleep(200, 'waits')])).toBe('waits')
    })
    expect(await opening).toBeUndefined()
    expect(await systemDb().session.count({ where: { userId: idOf(person) } })).toBe(1)
  })

  test('asks for the current one, and writes a wrong one down', async () => {
    const { orgId, owner } = await arrangeTenant('Wrong')
    const input = { currentPassword: 'not my password', newPassword: NEW_PASSWORD }
    await expect(call(profile.changePassword, owner, input)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'currentPassword' }] },
    })
    expect((await enter(owner, ARRANGED_PASSWORD)).kind).toBe('signed-in')
    const log = await tenantDb(orgId).auditEntry.findMany({ where: { action: 'sessions.passwordChange' } })
    expect(log).toMatchObject([{ outcome: 'refused', actorId: idOf(owner) }])
  })

  test('holds for a crowd: many at once neither stop each other nor all win', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => arrangeUser('Crowd')))
    const input = { currentPassword: ARRANGED_PASSWORD, newPassword: NEW_PASSWORD }
    const codes = await Promise.all(people.map((person) => codeOf(profile.changePassword, person, input)))
    expect(codes).toEqual(people.map(() => 'ok'))
    const [one] = people
    if (!one) throw new Error('There is nobody.')
    const again = { currentPassword: NEW_PASSWORD, newPassword: ARRANGED_PASSWORD }
    const twice = await Promise.all([1, 2].map(() => codeOf(profile.changePassword, one, again)))
    expect(twice.filter((code) => code === 'ok')).toHaveLength(1)
  }, 60_000)

  test('cannot be guessed at by whoever found an open page', async () => {
    const person = await arrangeUser('Grace')
    const input = { currentPassword: 'not my password', newPassword: NEW_PASSWORD }
    const codes: string[] = []
    for (let count = 0; count < 12; count += 1)
      codes.push(await codeOf(profile.changePassword, person, input))
    expect(codes.slice(-2)).toEqual(['limit_exceeded', 'limit_exceeded'])
    const right = { ...input, currentPassword: ARRANGED_PASSWORD }
    await expect(call(profile.changePassword, person, right)).rejects.toMatchObject({
      code: 'limit_exceeded',
      retryAfterMs: expect.any(Number),
    })
  })
})

describe('a profile', () => {
  test('changes what is given and leaves the rest', async () => {
    const person = await arrangeUser('Grace')
    await call(profile.update, person, { timeZone: 'Europe/Berlin', locale: 'de-de' })
    const renamed = await call(profile.update, person, { name: '  Grace Hopper ' })
    expect(renamed).toEqual({ name: 'Grace Hopper', timeZone: 'Europe/Berlin', locale: 'de-DE' })
    expect(await call(sessions.whoami, person, {})).toMatchObject({ user: renamed as object })
    expect(await call(profile.update, person, { timeZone: null, locale: null })).toMatchObject({
      timeZone: null,
      locale: null,
    })
  })

  test.each([
    { timeZone: 'Mars/Olympus' },
    { timeZone: '+25:00' },
    { timeZone: '' },
    { locale: 'not a language' },
    { locale: 'x'.repeat(61) },
    { name: ' ' },
    { name: 'x'.repeat(101) },
  ])('refuses %j', async (input) => {
    expect(await codeOf(profile.update, await arrangeUser('Grace'), input)).toBe('invalid_input')
  })
})

describe('sessions', () => {
  test('show where one is signed in, by device, and end one by one', async () => {
    const person = await arrangeUser('Grace')
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    const email = person.user?.email ?? ''
    const entered = await signIn({ email, password: ARRANGED_PASSWORD, ip: '192.0.2.9', userAgent })
    if (entered.kind !== 'signed-in') throw new Error(`Expected a session, got ${entered.kind}`)
    const both = await call<{ sessions: { id: string }[] }>(sessions.list, person, {})
    expect(both.sessions).toHaveLength(2)
    expect(both.sessions).toContainEqual(
      expect.objectContaining({
        id: entered.sessionId,
        device: 'Firefox on Linux',
        ip: '192.0.2.9',
        isCurrent: false,
      }),
    )
    expect(both.sessions).toContainEqual(expect.objectContaining({ id: sessionOf(person), isCurrent: true }))
    await call(sessions.revoke, person, { sessionId: entered.sessionId })
    expect(await codeOf(sessions.revoke, person, { sessionId: entered.sessionId })).toBe('not_found')
    expect(await call(sessions.list, person, {})).toMatchObject({ sessions: [{ id: sessionOf(person) }] })
  })

  test('of another person cannot be ended', async () => {
    const [mallory, grace] = [await arrangeUser('Mallory'), await arrangeUser('Grace')]
    expect(await codeOf(sessions.revoke, mallory, { sessionId: sessionOf(grace) })).toBe('not_found')
    expect(await codeOf(sessions.revoke, mallory, { sessionId: newId('session') })).toBe('not_found')
    expect(await isSessionLive(sessionOf(grace), new Date())).toBe(true)
  })
})
