import type pg from 'pg'
import type { TenantTransaction } from './clients'

type Row = Record<string, unknown>

/** What plain SQL needs: a pool, one connection inside a transaction, or Prisma's transaction. */
export interface Queryable {
  query<T extends object = Row>(text: string, values?: unknown[]): Promise<{ rows: T[] }>
}

/** Plain SQL inside an operation's own transaction. Cast JSON parameters: `$1::jsonb`. */
export function asQueryable(db: Pick<TenantTransaction, '$queryRawUnsafe'>): Queryable {
  return {
    async query<T>(text: string, values: unknown[] = []) {
      return { rows: await db.$queryRawUnsafe<T[]>(text, ...values) }
    },
  }
}

/** Runs `work` in one transaction on one connection: all of it or nothing. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('BEGIN')
    const result = await work(client)
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
