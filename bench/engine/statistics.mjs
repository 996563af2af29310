/**
 * The value below which the share `part` of the values lies, between two of them in proportion.
 * @param {readonly number[]} values at least one
 * @param {number} part 0 to 1
 */
export function quantile(values, part) {
  if (values.length === 0) throw new Error('No value was measured.')
  const sorted = [...values].sort((one, other) => one - other)
  const at = (sorted.length - 1) * part
  const lower = sorted[Math.floor(at)]
  const upper = sorted[Math.ceil(at)]
  return lower + (upper - lower) * (at - Math.floor(at))
}

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5)
}

/**
 * Of each figure the median over the rounds.
 * @param {readonly Record<string, number>[]} rounds all with the same figures
 * @returns {Record<string, number>}
 */
export function medianOfEach(rounds) {
  const [first = {}] = rounds
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, rounded(median(rounds.map((round) => round[name])))]),
  )
}

/** Three digits that mean something; more would pretend. */
export function rounded(value) {
  return Number(value.toPrecision(3))
}
