import { randomBytes, timingSafeEqual } from 'node:crypto'
import { hashToken } from '@/server/platform/crypto'

/** `pawl_<prefix>_<secret>` in Crockford's base 32: a double click selects it whole, scanners find it. */
const KEY = /^pawl_([0-9a-hjkmnp-tv-z]{10})_([0-9a-hjkmnp-tv-z]{52})$/
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const PREFIX_LENGTH = 10
/** 52 digits of five bits hold the 256 of a secret. */
const SECRET_LENGTH = 52

export interface NewKey {
  /** Shown once, kept nowhere. */
  text: string
  prefix: string
  secretHash: string
}

export function newKey(): NewKey {
  const prefix = randomDigits(PREFIX_LENGTH)
  const secret = randomDigits(SECRET_LENGTH)
  return { text: `pawl_${prefix}_${secret}`, prefix, secretHash: hashToken(secret) }
}

export function parseKey(text: string): { prefix: string; secret: string } | undefined {
  const [, prefix, secret] = KEY.exec(text) ?? []
  return prefix && secret ? { prefix, secret } : undefined
}

/** Whether the secret fits, in the same time for every wrong one, and for no key at all. */
export function isSecretOf(secretHash: string | undefined, secret: string): boolean {
  const expected = Buffer.from(secretHash ?? NO_KEY, 'hex')
  const isEqual = timingSafeEqual(expected, Buffer.from(hashToken(secret), 'hex'))
  return isEqual && secretHash !== undefined
}

const NO_KEY = '0'.repeat(64)

function randomDigits(length: number): string {
  // 256 is a multiple of 32, so each digit is equally likely.
  return [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
}
