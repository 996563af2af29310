import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, safe in URLs. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What to store of a token. Its entropy makes a fast hash enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
