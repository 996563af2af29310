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

/**
 * When a commit is answered. `durable`: it is on disk. `soon`: it will be within a second, in the order of all
 * commits; a crash of Postgres (not of this process) may lose the latest ones, and with them nothing earlier.
 */
export type Commits = 'durable' | 'soon'

export function openDatabase(
  databaseUrl: string,
  maxConnections: number,
  log: Log,
  commits: Commits = 'durable',
): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    application_name: 'pawl-engine',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // Statements that do not need each other's answers travel together, such as BEGIN and what follows it.
    pipeline: true,
    options: [...SETTINGS, ...(commits === 'soon' ? ['synchronous_commit=off'] : [])]
      .map((setting) => `-c ${setting}`)
      .join(' '),
  })
  // An idle connection that breaks (Postgres restarts) must not become an uncaught exception.
  pool.on('error', (error) => log('warn', 'An idle engine connection broke', { reason: error.message }))
  // Nor one that breaks in the moment between the pool and whoever takes it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    query: (text, values) => pool.query(prepared(text, values)),
    transaction: (work) => retried(() => inTransaction(pool, work)),
    close: () => pool.end(),
  }
}

/**
 * Every statement here is a look into indexes, whatever the tables hold. Statistics of a queue that is empty now and
 * full in a second would only lead the planner astray, and planning each time costs more than most statements do.
 */
const SETTINGS = ['enable_seqscan=off', 'plan_cache_mode=force_generic_plan', 'jit=off']

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
    const begun = client.query('BEGIN')
    begun.catch(() => undefined) // heard below, after the work that fails with it
    const result = await work({ query: (text, values) => client.query(prepared(text, values)) })
    await begun
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
