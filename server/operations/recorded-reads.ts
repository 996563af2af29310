import type { Assumed, Queryable, Statement } from '@/server/platform/db'

interface Read {
  statement: Statement
  rows: readonly object[]
  /** Of the rows, as JSON. */
  json: string
}

/** By statement and values; the latest few. */
export type Reads = Map<string, Read>

const MOST = 8
/** Of JSON. */
const MOST_CHARACTERS = 4_000

/** Reads as `db` does, and keeps what it gave. */
export function recording(db: Queryable, reads: Reads): Queryable {
  return {
    async query<T extends object>(sql: string | Statement, values: unknown[] = []) {
      const statement = typeof sql === 'string' ? { text: sql, values } : sql
      const { rows } = await db.query<T>(statement)
      if (rows.every(isJson)) keep(reads, statement, rows)
      return { rows }
    },
  }
}

/** Gives what was given before, and says so: it is `assumed`. Rejects where nothing was. */
export function recalling(reads: Reads, assumed: Assumed[]): Queryable {
  return {
    async query<T extends object>(sql: string | Statement, values: unknown[] = []) {
      const read = reads.get(keyOf(typeof sql === 'string' ? { text: sql, values } : sql))
      if (!read) throw new Error('It was not read before.')
      assumed.push({ statement: read.statement, rows: read.json })
      // The same statement gave them.
      return { rows: read.rows.map((row) => ({ ...row })) as T[] }
    },
  }
}

function keep(reads: Reads, statement: Statement, rows: readonly object[]): void {
  const json = JSON.stringify(rows)
  if (json.length > MOST_CHARACTERS) return
  const key = keyOf(statement)
  reads.delete(key)
  reads.set(key, { statement, rows, json })
  const [oldest] = reads.keys()
  if (reads.size > MOST && oldest !== undefined) reads.delete(oldest)
}

function keyOf({ name, text, values }: Statement): string {
  return JSON.stringify([name ?? text, values])
}

/** The database would write the others as another JSON than this process. */
function isJson(row: object): boolean {
  return Object.values(row).every((value) => !(value instanceof Date) && !Buffer.isBuffer(value))
}
