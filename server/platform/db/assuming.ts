import pg from 'pg'
import { composedOf, placedAfter, type Statement } from './statement'
import { isUniqueViolation } from './transaction'

/** A statement of one or a few rows, and what it has to give. */
export interface Assumed {
  statement: Statement
  /** Of the rows, as JSON. */
  rows: string
}

/** Raised by `refuse_stale()`. */
const STALE = 'PW001'

/**
 * The same, in one statement, if those that are assumed give what is expected; otherwise it fails so that `isStale`
 * says it, and nothing is written. So what was read before need not be read again in a message of its own. `main`
 * begins with WITH, ends with a SELECT of a row without a condition.
 */
export function assuming(main: Statement, assumed: readonly Assumed[]): Statement {
  if (assumed.length === 0) return main
  const values = [...main.values, ...assumed.flatMap(({ statement, rows }) => [...statement.values, rows])]
  const all = [main, ...assumed.map(({ statement }) => statement)]
  return { ...composedOf(all, 'assuming', () => compose(main, assumed)), values }
}

function compose(main: Statement, assumed: readonly Assumed[]): string {
  let count = main.values.length
  const parts: string[] = []
  const conditions: string[] = []
  for (const [index, { statement }] of assumed.entries()) {
    parts.push(`assumed${index} AS (${placedAfter(count, statement.text)}),`)
    count += statement.values.length + 1
    const given = `SELECT coalesce(jsonb_agg(to_jsonb(a)), '[]') FROM assumed${index} a`
    conditions.push(`(${given}) = $${count}::jsonb`)
  }
  const text = main.text.replace(/^WITH/, () => `WITH ${parts.join('\n')}`)
  return `${text}\n WHERE CASE WHEN ${conditions.join(' AND ')} THEN true ELSE refuse_stale() END`
}

/** Whether nothing was written because what was read before has changed since; or such a row is there by now. */
export function isStale(error: unknown): boolean {
  return (error instanceof pg.DatabaseError && error.code === STALE) || isUniqueViolation(error)
}
