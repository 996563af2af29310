import pg from 'pg'
import { createBatches } from '@/server/kernel/batches'
import { sendTogether } from './batch-query'
import { isDatabaseAway } from './is-away'
import type { Statement } from './statement'
import type { Queryable } from './transaction'

/** So many go together at most: the first one waits for the last one's rows. */
const MOST_TOGETHER = 32
/** While other tenants are there: their answers wait in this process until those of a batch have been taken in. */
const FEW_TOGETHER = 3
/** Who waits for a lock so long goes on alone, and lets the others go. */
const PATIENCE_MS = 100

/**
 * For the connections of the pool that statements are gathered for. Each of these finds a few rows by an index,
 * whatever its values are: to plan it anew for them, as Postgres does the first five times, takes longer than it does.
 */
export const GATHERED_SETTINGS = `SET lock_timeout = '${PATIENCE_MS}ms'; SET plan_cache_mode = force_generic_plan`

/** Of Postgres: the lock was not to be had in time. */
const LOCK_NOT_AVAILABLE = '55P03'

/** Statements that are gathered. */
export interface Gathered extends Queryable {
  /** The same; it is composed when it is its turn, and again where it has to be sent again. */
  send(compose: () => Statement): Promise<unknown>
  /** Whether what is sent now has to wait for others. */
  isBusy(): boolean
}

/**
 * Single statements, each of which is or may be a transaction of its own: those that come while an earlier one is
 * under way go together, in one message and one transaction. That takes a fraction of what each would cost alone, of
 * messages, of switches between processes and of syncs of the disk. One that fails is told so and spoils nothing for
 * the others, which go again by themselves; where the connection broke, nobody knows what was committed, and
 * everybody is told that (ADR 18). `patient`: where who has to wait for a lock does so.
 */
export function gatherStatements(pool: pg.Pool, patient: pg.Pool, hasOthers: () => boolean): Gathered {
  const send = createBatches(
    async (composing: (() => Statement)[]): Promise<{ rows: object[] }[]> => {
      const statements = composing.map((compose) => compose())
      const [only] = statements
      return statements.length === 1 && only
        ? [await sendAlone(pool, patient, only)]
        : sendBatch(pool, statements)
    },
    {
      maxItems: () => (hasOthers() ? FEW_TOGETHER : MOST_TOGETHER),
      maxUnderWay: 1,
      isAtOnce: true,
      patienceMs: PATIENCE_MS,
      mayRepeat: (error) => error instanceof pg.DatabaseError && !isDatabaseAway(error),
    },
  )
  return {
    async query<T extends object>(sql: string | Statement, values: unknown[] = []) {
      const statement = typeof sql === 'string' ? { text: sql, values } : sql
      const { rows } = await send(() => statement)
      // As with any query: the caller knows what its SQL gives.
      return { rows: rows as T[] }
    },
    send,
    isBusy: send.isBusy,
  }
}

async function sendAlone(pool: pg.Pool, patient: pg.Pool, statement: Statement): Promise<{ rows: object[] }> {
  try {
    return await pool.query(statement)
  } catch (error) {
    const isLocked = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE
    if (!isLocked) throw error
    return patient.query(statement)
  }
}

async function sendBatch(pool: pg.Pool, statements: Statement[]): Promise<{ rows: object[] }[]> {
  const client = await pool.connect()
  let hasFailed = true
  try {
    const results = await sendTogether(client, statements)
    hasFailed = false
    return results
  } finally {
    client.release(hasFailed)
  }
}
