import { generateIdentity } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { decrypt, encrypt, hashPassword, hashToken, newToken, verifyPassword } from './index'

beforeEach(async () => {
  vi.stubEnv('PAWL_SECRET_KEY', await generateIdentity())
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('encrypt', () => {
  test('what was encrypted comes back, and its armoured form does not show it', async () => {
    const armoured = await encrypt('sk-geheim ✓')
    expect(armoured).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/)
    expect(armoured).not.toContain('sk-geheim')
    expect(await decrypt(armoured)).toBe('sk-geheim ✓')
  })

  test('the same text is never encrypted to the same file', async () => {
    expect(await encrypt('same')).not.toBe(await encrypt('same'))
  })

  test('another key cannot open it, and the error says what to do', async () => {
    const armoured = await encrypt('text')
    vi.stubEnv('PAWL_SECRET_KEY', await generateIdentity())
    await expect(decrypt(armoured)).rejects.toThrow(/PAWL_SECRET_KEY/)
  })

  test.each([
    ['', /PAWL_SECRET_KEY is not set/],
    ['not a key', /must be an age identity/],
  ])('the key "%s" is refused', async (key, message) => {
    vi.stubEnv('PAWL_SECRET_KEY', key)
    await expect(encrypt('text')).rejects.toThrow(message)
  })
})

describe('passwords', () => {
  test('only the right password fits', async () => {
    const hash = await hashPassword('correct horse')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword(hash, 'correct horse')).toBe(true)
    expect(await verifyPassword(hash, 'correct house')).toBe(false)
  })

  test('nobody has no password', async () => {
    expect(await verifyPassword(null, 'nobody')).toBe(false)
  })
})

test('a token is long, safe in URLs, and stored as a hash only', () => {
  const token = newToken()
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(token).not.toBe(newToken())
  expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashToken(token)).toBe(hashToken(token))
})
