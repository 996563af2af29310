import type { Given, Values } from '@/server/platform/db'

/** Rows that a statement writes. Absent fields are null. */
export interface Rows {
  /** Tells texts of the same columns apart. */
  variant: string
  values: Values
  /** Then it has every column that any row has. */
  isOne: boolean
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

/** What rows of one kind are in a statement. */
export interface RowShape {
  /** Of their value in the statement, and of the table that they are in it. */
  name: string
  columns: Columns
  names: readonly string[]
  /** By row, of its fields in the order of `names`: what their values in the statement are called. */
  parameters: readonly (readonly string[])[]
}

/** One row is parameters, a few (`few` at most) are VALUES, which Postgres has a plan without a detour for. */
export function rowShape(name: string, columns: Columns, few: number): RowShape {
  const names = Object.keys(columns)
  const parameters = Array.from({ length: few }, (_, index) =>
    names.map((column) => `${name}${index}.${column}`),
  )
  return { name, columns, names, parameters }
}

/** More rows than a few come as JSON. */
export function rowsOf(shape: RowShape, rows: readonly object[]): Rows {
  // Any object can be looked at by its fields.
  const given = rows as readonly Row[]
  return given.length <= shape.parameters.length ? asParameters(shape, given) : asJson(shape, given)
}

function asParameters({ name, columns, names, parameters }: RowShape, rows: readonly Row[]): Rows {
  const values: Values = {}
  const present: string[] = []
  for (const [nth, column] of names.entries()) {
    if (!hasAny(rows, column)) continue
    present.push(column)
    for (const [index, row] of rows.entries()) {
      const parameter = parameters[index]?.[nth]
      if (parameter !== undefined) values[parameter] = asParameter(row[column], columns[column])
    }
  }
  const isOne = rows.length === 1
  const parameter = (given: Given, index: number, column: string) =>
    `${given(`${name}${index}.${column}`)}::${columns[column]}`
  return {
    variant: `${rows.length} ${present.join(',')}`,
    values,
    isOne,
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

function asJson({ name, columns }: RowShape, rows: readonly Row[]): Rows {
  const record = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`)
  // Postgres takes any list for one of a hundred rows, and would read all steps of a run to find ten of them.
  const most = rows.length <= 10 ? ' LIMIT 10' : ''
  return {
    variant: `json${most}`,
    values: { [name]: JSON.stringify(rows) },
    isOne: false,
    has: () => true,
    value: (_given, column) => `${name}."${column}"`,
    from: (given) =>
      `, (SELECT * FROM json_to_recordset(${given(name)}::json) AS listed(${record.join(', ')})${most}) AS ${name}`,
  }
}

function hasAny(rows: readonly Row[], column: string): boolean {
  for (const row of rows) if (isGiven(row[column])) return true
  return false
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
