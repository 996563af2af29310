/** SQL that a connection parses once and knows by its name from then on; without a name, each time. */
export interface Statement {
  name?: string
  text: string
  values: unknown[]
}

/** The placeholder of a value. */
export type Given = (name: string) => string

export interface Values {
  [name: string]: unknown
}

interface Written {
  name: string
  text: string
  /** Of values, in the order of their placeholders. */
  given: string[]
}

/** Each connection keeps what it parsed. Shapes beyond this number have no name: so many are a mistake. */
const MOST_NAMES = 500

const byShape = new Map<string, Written>()

/**
 * A statement whose text depends on what is to be done, not on the values. It is written once for each shape, of
 * which there should be few: one shape stands for one text.
 */
export function writeStatement(shape: string, values: Values, write: (given: Given) => string): Statement {
  const known = byShape.get(shape)
  const { name, text, given } = known ?? writeOnce(write, `written ${byShape.size + 1}`)
  if (!known && byShape.size < MOST_NAMES) byShape.set(shape, { name, text, given })
  return { ...(byShape.has(shape) && { name }), text, values: given.map((field) => values[field]) }
}

/** By name. */
const composed = new Map<string, string>()

/**
 * One statement that does what `main`, which begins with WITH, and the others do; it gives what `main` gives. None of
 * them sees what another one writes.
 */
export function together(main: Statement, others: readonly Statement[]): Statement {
  const all = [main, ...others]
  const values = all.flatMap((statement) => statement.values)
  if (all.some(({ name }) => name === undefined)) return { text: compose(main, others), values }
  const name = all.map((statement) => statement.name).join('+')
  const text = composed.get(name) ?? compose(main, others)
  composed.set(name, text)
  return { name, text, values }
}

function compose(main: Statement, others: readonly Statement[]): string {
  let count = main.values.length
  const parts = others.map(({ text, values }, index) => {
    const from = count
    count += values.length
    return `other${index} AS (${text.replaceAll(/\$(\d+)/g, (_, nth: string) => `$${from + Number(nth)}`)}),`
  })
  return main.text.replace(/^WITH/, `WITH ${parts.join('\n')}`)
}

function writeOnce(write: (given: Given) => string, name: string): Written {
  const given: string[] = []
  const text = write((field) => {
    const at = given.indexOf(field)
    return `$${at < 0 ? given.push(field) : at + 1}`
  })
  return { name, text, given }
}
