import { createHash } from 'node:crypto'
import type { Queryable } from '@/server/platform/db'

/** An index entry holds 2,700 bytes; longer keys stand there by their digest. */
const MAX_LENGTH = 400

/** The key of a place as rows hold it. */
export function storedKey(key: string): string {
  return key.length <= MAX_LENGTH ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

/**
 * Whoever takes or gives places of these keys comes first or waits, until the transaction ends. Always the
 * last locks of a transaction, and in one order, so that no two wait for each other.
 */
export async function lockKeys(db: Queryable, projectId: string, keys: readonly string[]): Promise<void> {
  const texts = [...new Set(keys)].sort().map((key) => `slot/${projectId}/${key}`)
  // One statement each: within one, Postgres promises no order. `count`: Prisma cannot read a void.
  for (const text of texts)
    await db.query('SELECT count(pg_advisory_xact_lock(hashtextextended($1, 0)))', [text])
}
