import pg from 'pg'
import type { Log } from '../log'

/** Something that runs SQL: the database, or one transaction of it. Values are parameters, always. */
export interface Sql {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: unknown[],
  ): Promise<pg.QueryResult<Row>>
}

export interface Database extends Sql {
  /** Runs the work in one transaction, again when Postgres picked it to break a deadlock. */
  transaction<Result>(work: (tx: Sql) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

export function openDatabase(databaseUrl: string, maxConnections: number, log: Log): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    application_name: 'pawl-engine',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // An idle connection that breaks (Postgres restarts) must not become an uncaught exception.
  pool.on('error', (error) => log('warn', 'An idle engine connection broke', { reason: error.message }))
  return {
    query: (text, values) => pool.query(prepared(text, values)),
    transaction: (work) => retried(() => inTransaction(pool, work)),
    close: () => pool.end(),
  }
}

const DEADLOCK_OR_SERIALIZATION = new Set(['40P01', '40001'])
const TRANSACTION_TRIES = 5

async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      if (tries >= TRANSACTION_TRIES || !code || !DEADLOCK_OR_SERIALIZATION.has(code)) throw error
    }
  }
}

async function inTransaction<Result>(pool: pg.Pool, work: (tx: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection that breaks between two statements emits an error of its own.
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query('BEGIN')
    const result = await work({ query: (text, values) => client.query(prepared(text, values)) })
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

const names = new Map<string, string>()

/** Every text here is a constant of the source, so each is parsed once a connection and the map stays small. */
function prepared(text: string, values: unknown[] = []): pg.QueryConfig {
  let name = names.get(text)
  if (!name) {
    name = `engine_${names.size}`
    names.set(text, name)
  }
  return { name, text, values }
}
