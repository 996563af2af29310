export interface ParsedFamily {
  type: string
  help: string
  samples: { name: string; labels: Record<string, string>; value: number }[]
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y

/** Reads the text format of Prometheus as strictly as Prometheus does; throws what is wrong with it. */
export function parseExposition(text: string): Map<string, ParsedFamily> {
  if (!text.endsWith('\n')) throw new Error('The last line must end with a line feed.')
  const families = new Map<string, ParsedFamily>()
  const helps = new Map<string, string>()
  let current = ''
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue
    const [, keyword, about = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (keyword === 'HELP') helps.set(about, rest)
    else if (keyword === 'TYPE') {
      if (families.has(about)) throw new Error(`${about} has two types.`)
      families.set(about, { type: rest, help: helps.get(about) ?? '', samples: [] })
      current = about
    } else addSample(families, current, line)
  }
  for (const [name, family] of families) if (family.type === 'histogram') checkHistogram(name, family)
  return families
}

function addSample(families: Map<string, ParsedFamily>, current: string, line: string): void {
  const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? []
  if (!name) throw new Error(`This is no sample: ${line}`)
  const family = families.get(current)
  if (!family || name.replace(/_(bucket|sum|count)$/, '') !== current.replace(/_(bucket|sum|count)$/, ''))
    throw new Error(`${name} stands outside its family.`)
  family.samples.push({ name, labels: parseLabels(labels), value: parseValue(value) })
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < text.length) {
    const found = LABEL.exec(text)
    if (!found) throw new Error(`These are no labels: ${text}`)
    const [, name = '', value = ''] = found
    if (name in labels) throw new Error(`The label ${name} is there twice.`)
    labels[name] = value.replace(/\\([\\"n])/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped))
  }
  return labels
}

function parseValue(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  // Go's ParseFloat, which Prometheus reads with, does not mind its case.
  if (/^nan$/i.test(text)) return Number.NaN
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text)) throw new Error(`${text} is no number.`)
  return Number(text)
}

/** Its buckets rise, the last holds all, and their number is the count. */
function checkHistogram(name: string, { samples }: ParsedFamily): void {
  const bySeries = new Map<string, typeof samples>()
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels
    const key = JSON.stringify(labels)
    bySeries.set(key, [...(bySeries.get(key) ?? []), sample])
  }
  for (const series of bySeries.values()) {
    const buckets = series.filter((sample) => sample.name === `${name}_bucket`)
    const values = buckets.map(({ value }) => value)
    if (values.some((value, index) => value < (values[index - 1] ?? 0)))
      throw new Error(`The buckets of ${name} do not rise.`)
    const count = series.find((sample) => sample.name === `${name}_count`)?.value
    if (buckets.at(-1)?.labels.le !== '+Inf' || values.at(-1) !== count)
      throw new Error(`The last bucket of ${name} does not hold all ${count}.`)
    if (!series.some((sample) => sample.name === `${name}_sum`)) throw new Error(`${name} has no sum.`)
  }
}
