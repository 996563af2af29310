import type { Given, Values } from '@/server/platform/db'

/** Rows that a statement writes, as a table named `alias`. Absent fields are null. */
export interface Rows {
  /** Tells texts of the same columns apart. */
  variant: string
  values: Values
  write: (given: Given, alias: string) => string
}

/** By name, the types of a table's columns. */
export interface Columns {
  [name: string]: 'text' | 'int' | 'boolean' | 'json' | 'jsonb' | 'timestamptz'
}

type Row = object & { [field: string]: unknown }

/**
 * `name` is that of their value in the statement. A few rows (`few` at most) are values, which Postgres has a plan
 * without a detour for; many come as JSON.
 */
export function rowsOf(name: string, columns: Columns, rows: readonly object[], few: number): Rows {
  // Any object can be looked at by its fields.
  const given = rows as readonly Row[]
  return given.length <= few ? asValues(name, columns, given) : asJson(name, columns, given)
}

function asValues(name: string, columns: Columns, rows: readonly Row[]): Rows {
  const present = Object.keys(columns).filter((column) => rows.some((row) => isGiven(row[column])))
  const values: Values = {}
  for (const [index, row] of rows.entries())
    for (const column of present)
      values[`${name}${index}.${column}`] = asParameter(row[column], columns[column])
  return {
    variant: `${rows.length} ${present.join(',')}`,
    values,
    write(given, alias) {
      const listed = rows.map((_, index) => {
        const fields = Object.entries(columns).map(([column, type]) =>
          present.includes(column) ? `${given(`${name}${index}.${column}`)}::${type}` : `NULL::${type}`,
        )
        return `(${fields.join(', ')})`
      })
      return `(VALUES ${listed.join(', ')}) AS ${alias}(${quoted(columns).join(', ')})`
    },
  }
}

function asJson(name: string, columns: Columns, rows: readonly Row[]): Rows {
  const record = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`)
  // Postgres takes any list for one of a hundred rows, and would read all steps of a run to find ten of them.
  const most = rows.length <= 10 ? ' LIMIT 10' : ''
  return {
    variant: `json${most}`,
    values: { [name]: JSON.stringify(rows) },
    write: (given, alias) =>
      `(SELECT * FROM json_to_recordset(${given(name)}::json) AS listed(${record.join(', ')})${most}) AS ${alias}`,
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** JSON's null is no value, as in `json_to_recordset`. */
function asParameter(value: unknown, type: string | undefined): unknown {
  if (!isGiven(value)) return null
  return type === 'json' || type === 'jsonb' ? JSON.stringify(value) : value
}

function quoted(columns: Columns): string[] {
  return Object.keys(columns).map((column) => `"${column}"`)
}
