import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** A signature of this instance. `purpose` keeps what is signed for one thing from serving another. */
export function sign(purpose: string, text: string): string {
  return createHmac('sha256', keyFor(purpose)).update(text).digest('base64url')
}

export function isSigned(purpose: string, text: string, signature: string): boolean {
  const expected = Buffer.from(sign(purpose, text))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const keys = new Map<string, Buffer>()

/** Derived once for each purpose, of which the source has few. */
function keyFor(purpose: string): Buffer {
  const secret = process.env.PAWL_SECRET_KEY?.trim()
  if (!secret) throw new Error('PAWL_SECRET_KEY is not set; npm start and npm test set it.')
  const name = `${secret} ${purpose}`
  const known = keys.get(name)
  if (known) return known
  const key = Buffer.from(hkdfSync('sha256', secret, '', `pawl ${purpose}`, 32))
  keys.set(name, key)
  return key
}
