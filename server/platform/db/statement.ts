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

/** By the names of what they are put together from. */
const composed = new Map<string, { name: string; text: string }>()

/**
 * A statement that is put together from others: where all of these have names, it has one, and is put together once.
 * `how`: tells apart what is made of the same ones.
 */
export function composedOf(
  parts: readonly Statement[],
  how: string,
  compose: () => string,
): Omit<Statement, 'values'> {
  if (parts.some(({ name }) => name === undefined)) return { text: compose() }
  const key = `${how} ${parts.map(({ name }) => name).join('+')}`
  const known = composed.get(key) ?? { name: `composed ${composed.size + 1}`, text: compose() }
  if (composed.size >= MOST_NAMES && !composed.has(key)) return { text: known.text }
  composed.set(key, known)
  return known
}

/**
 * One statement that does what `main`, which begins with WITH, and the others do; it gives what `main` gives. None of
 * them sees what another one writes.
 */
export function together(main: Statement, others: readonly Statement[]): Statement {
  const all = [main, ...others]
  const values = all.flatMap((statement) => statement.values)
  return { ...composedOf(all, 'together', () => compose(main, others)), values }
}

function compose(main: Statement, others: readonly Statement[]): string {
  let count = main.values.length
  const parts = others.map(({ text, values }, index) => {
    const from = count
    count += values.length
    return `other${index} AS (${placedAfter(from, text)}),`
  })
  return main.text.replace(/^WITH/, () => `WITH ${parts.join('\n')}`)
}

/** SQL whose placeholders come after that many others. */
export function placedAfter(count: number, text: string): string {
  return text.replaceAll(/\$(\d+)/g, (_, nth: string) => `$${count + Number(nth)}`)
}

function writeOnce(write: (given: Given) => string, name: string): Written {
  const given: string[] = []
  const text = write((field) => {
    const at = given.indexOf(field)
    return `$${at < 0 ? given.push(field) : at + 1}`
  })
  return { name, text, given }
}
