import { describe, expect, test } from 'vitest'
import { newId } from '@/server/kernel/ids'
import { hashPassword } from '@/server/platform/crypto'
import { systemDb } from '@/server/platform/db'
import { signIn } from './sign-in'
import { readSession, revokeSessions } from './store'

const PASSWORD = 'correct horse battery'

async function arrangeAccount(): Promise<string> {
  const id = newId('user')
  const email = `${id}@example.com`
  await systemDb().user.create({
    data: { id, name: 'Ada', email, passwordHash: await hashPassword(PASSWORD) },
  })
  return email
}

const attempt = (email: string, password: string, ip: string) =>
  signIn({ email, password, ip, userAgent: null })

describe('sign-in', () => {
  test('the right password opens a session that can be revoked at once', async () => {
    const email = await arrangeAccount()
    const result = await attempt(email.toUpperCase(), PASSWORD, '10.0.0.1')
    if (result.kind !== 'signed-in') throw new Error(`Expected a session, got ${result.kind}`)
    expect(await readSession(result.sessionId, new Date())).toMatchObject({ email })
    const session = await readSession(result.sessionId, new Date())
    await revokeSessions(systemDb(), session?.userId ?? '', { only: result.sessionId }, new Date())
    expect(await readSession(result.sessionId, new Date())).toBeNull()
  })

  test('a wrong password and an unknown address are refused alike', async () => {
    const email = await arrangeAccount()
    expect(await attempt(email, 'wrong password!', '10.0.0.2')).toEqual({ kind: 'refused' })
    expect(await attempt('nobody@example.com', 'wrong password!', '10.0.0.2')).toEqual({ kind: 'refused' })
    expect(await attempt('not an address', 'wrong password!', '10.0.0.2')).toEqual({ kind: 'refused' })
  })

  test('the eleventh try at one account is throttled, even with the right password', async () => {
    const email = await arrangeAccount()
    for (let count = 0; count < 10; count += 1) await attempt(email, 'wrong password!', `10.0.1.${count}`)
    const result = await attempt(email, PASSWORD, '10.0.1.99')
    expect(result.kind).toBe('throttled')
  })

  test('one address that tries many accounts is throttled', async () => {
    const tries = await Promise.all(
      Array.from({ length: 51 }, (_, index) =>
        attempt(`ghost${index}@example.com`, 'wrong password!', '10.0.2.1'),
      ),
    )
    expect(tries.filter((result) => result.kind === 'throttled')).toHaveLength(1)
  })

  test('an expired session is nobody', async () => {
    const email = await arrangeAccount()
    const result = await attempt(email, PASSWORD, '10.0.3.1')
    if (result.kind !== 'signed-in') throw new Error(`Expected a session, got ${result.kind}`)
    const inAYear = new Date(Date.now() + 365 * 86_400_000)
    expect(await readSession(result.sessionId, inAYear)).toBeNull()
  })
})
