import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { isJsonObject, type JsonValue } from '@/server/kernel/json'

const PREFIX = /^signkey-\w+-/

/** The value of `x-inngest-signature` for a request with this body (JSON text, or nothing). */
export function signBody(body: string, signingKey: string, now: Date): string {
  const seconds = Math.round(now.getTime() / 1_000)
  // JSON.parse yields JSON values only. The SDK verifies what it parsed, not the bytes that were sent.
  const canonical = body === '' ? '' : canonicalJson(JSON.parse(body) as JsonValue)
  const signature = createHmac('sha256', signingKey.replace(PREFIX, '')).update(`${canonical}${seconds}`)
  return `t=${seconds}&s=${signature.digest('hex')}`
}

/** What the SDK sends as bearer: the prefix as it is, the rest hashed as the bytes that its hex digits stand for. */
export function hashSigningKey(signingKey: string): string {
  const prefix = PREFIX.exec(signingKey)?.[0] ?? ''
  const key = Buffer.from(signingKey.slice(prefix.length), 'hex')
  return `${prefix}${createHash('sha256').update(key).digest('hex')}`
}

/** Whether the header `Authorization` names this signing key. */
export function isBearerOf(signingKey: string, authorization: string | null): boolean {
  return isSameSecret(authorization ?? '', `Bearer ${hashSigningKey(signingKey)}`)
}

/** Compares in a time that tells nothing of the place where they differ. */
export function isSameSecret(given: string, wanted: string): boolean {
  const [left, right] = [given, wanted].map((text) => createHash('sha256').update(text).digest())
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}

/** JSON with the keys of each object in order of their code units (RFC 8785). */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const fields = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`)
  return `{${fields.join(',')}}`
}
