import pg from 'pg'
import type { TenantTransaction } from './clients'
import type { Statement } from './statement'

type Row = Record<string, unknown>

/** What plain SQL needs: a pool, one connection inside a transaction, or Prisma's transaction. */
export interface Queryable {
  query<T extends object = Row>(sql: string | Statement, values?: unknown[]): Promise<{ rows: T[] }>
}

/** Plain SQL inside an operation's own transaction. Cast JSON parameters: `$1::jsonb`. */
export function asQueryable(db: Pick<TenantTransaction, '$queryRawUnsafe'>): Queryable {
  return {
    async query<T>(sql: string | Statement, values: unknown[] = []) {
      const statement = typeof sql === 'string' ? { text: sql, values } : sql
      return { rows: await db.$queryRawUnsafe<T[]>(statement.text, ...statement.values) }
    },
  }
}

/** Whether plain SQL was refused because such a row is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505'
}

/**
 * Runs `work` in one transaction on one connection: all of it or nothing. What it asks for without waiting goes out
 * together.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    // Nobody waits for this one: it goes out with the first statement, which fails where this fails.
    const begun = client.query('BEGIN')
    begun.catch(() => undefined)
    const result = await work(client)
    await begun
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}
