import pg from 'pg'
import { createBatches } from '@/server/kernel/batches'
import { sendTogether } from './batch-query'
import { isDatabaseAway } from './is-away'
import type { Statement } from './statement'
import type { Queryable } from './transaction'

/** So many go together at most: the first one waits for the last one's rows. */
const MOST_TOGETHER = 32
/** Who waits for a lock so long goes on alone, and lets the others go. */
const PATIENCE_MS = 100

const LOCK_TIMEOUT: Statement = {
  name: 'lock timeout',
  text: "SELECT set_config('lock_timeout', $1, true)",
  values: [`${PATIENCE_MS}ms`],
}

/**
 * Single statements, each of which is or may be a transaction of its own: those that come while an earlier one is
 * under way go together, in one message and one transaction. That takes a fraction of what each would cost alone, of
 * messages, of switches between processes and of syncs of the disk. One that fails is told so and spoils nothing for
 * the others, which go again by themselves; where the connection broke, nobody knows what was committed, and
 * everybody is told that (ADR 18).
 */
export function gatherStatements(pool: pg.Pool): Queryable {
  const send = createBatches(
    async (statements: Statement[]): Promise<{ rows: object[] }[]> => {
      const [only] = statements
      return statements.length === 1 && only ? [await pool.query(only)] : sendBatch(pool, statements)
    },
    {
      maxItems: MOST_TOGETHER,
      maxUnderWay: 1,
      isAtOnce: true,
      patienceMs: PATIENCE_MS,
      mayRepeat: (error) => error instanceof pg.DatabaseError && !isDatabaseAway(error),
    },
  )
  return {
    async query<T extends object>(sql: string | Statement, values: unknown[] = []) {
      const { rows } = await send(typeof sql === 'string' ? { text: sql, values } : sql)
      // As with any query: the caller knows what its SQL gives.
      return { rows: rows as T[] }
    },
  }
}

async function sendBatch(pool: pg.Pool, statements: Statement[]): Promise<{ rows: object[] }[]> {
  const client = await pool.connect()
  let hasFailed = true
  try {
    const [, ...results] = await sendTogether(client, [LOCK_TIMEOUT, ...statements])
    hasFailed = false
    return results
  } finally {
    client.release(hasFailed)
  }
}
