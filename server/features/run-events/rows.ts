import type { Given, Values } from '@/server/platform/db'

/** Rows that a statement writes. Absent fields are null. */
export interface Rows {
  /** Tells texts of the same columns apart. */
  variant: string
  values: Values
  /** Whether any row may have it. */
  has(column: string): boolean
  /** A row's value of it. */
  value(given: Given, column: string): string
  /** What else a FROM lists, for the statement to be about each row. */
  from(given: Given): string
}

/** By name, the types of a table's columns. */
export interface Columns {
  [name: string]: 'text' | 'int' | 'boolean' | 'json' | 'jsonb' | 'timestamptz'
}

type Row = object & { [field: string]: unknown }

/**
 * `name` is that of their value in the statement, and of the table that they are in it. One row is parameters, a few
 * (`few` at most) are VALUES, which Postgres has a plan without a detour for; many come as JSON.
 */
export function rowsOf(name: string, columns: Columns, rows: readonly object[], few: number): Rows {
  // Any object can be looked at by its fields.
  const given = rows as readonly Row[]
  return given.length <= few ? asParameters(name, columns, given) : asJson(name, columns, given)
}

function asParameters(name: string, columns: Columns, rows: readonly Row[]): Rows {
  const present = Object.keys(columns).filter((column) => rows.some((row) => isGiven(row[column])))
  const values: Values = {}
  for (const [index, row] of rows.entries())
    for (const column of present)
      values[`${name}${index}.${column}`] = asParameter(row[column], columns[column])
  const isOne = rows.length === 1
  const parameter = (given: Given, index: number, column: string) =>
    `${given(`${name}${index}.${column}`)}::${columns[column]}`
  return {
    variant: `${rows.length} ${present.join(',')}`,
    values,
    has: (column) => present.includes(column),
    value(given, column) {
      if (!present.includes(column)) return `NULL::${columns[column]}`
      return isOne ? parameter(given, 0, column) : `${name}."${column}"`
    },
    from(given) {
      if (isOne) return ''
      const listed = rows.map(
        (_, index) => `(${present.map((column) => parameter(given, index, column)).join(', ')})`,
      )
      return `, (VALUES ${listed.join(', ')}) AS ${name}(${quoted(present).join(', ')})`
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
    has: () => true,
    value: (_given, column) => `${name}."${column}"`,
    from: (given) =>
      `, (SELECT * FROM json_to_recordset(${given(name)}::json) AS listed(${record.join(', ')})${most}) AS ${name}`,
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

function quoted(columns: readonly string[]): string[] {
  return columns.map((column) => `"${column}"`)
}
