// The figures as a table for people and as JSON for programs.
import { median, rounded } from './statistics.mjs'

export const FIGURES = /** @type {const} */ ({
  firstMs: 'first step, ms',
  gapP50Ms: 'gap p50, ms',
  gapP95Ms: 'gap p95, ms',
  par100Ms: '100 parallel, ms',
  runsPerSecond: 'runs a second',
})

/** @typedef {Record<keyof typeof FIGURES, number>} Figures */

/**
 * @param {{ machine: object, floorsMs: number[], stolen: number[], figures: Record<string, Figures | null> }} measured
 */
export function asJson({ machine: hardware, floorsMs, stolen, figures }) {
  const { pawl = null, dbos = null, restate = null } = figures
  // Of the processors' time, by who else is on the same host, while what counts was measured.
  const machine = {
    ...hardware,
    stolenShare: { median: rounded(median(stolen)), most: rounded(Math.max(...stolen)) },
  }
  return { machine, floor: { commitP50Ms: rounded(median(floorsMs)) }, pawl, dbos, restate }
}

/**
 * @param {ReturnType<typeof asJson>} report
 * @param {string[]} names of the subjects asked for
 * @returns {string[]} lines
 */
export function asTable(report, names) {
  const rows = [
    ['', ...Object.values(FIGURES)],
    ...names.map((name) => [name, ...Object.keys(FIGURES).map((figure) => show(report[name]?.[figure]))]),
  ]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
  return [
    ...rows.map(line),
    '',
    `One commit of one row takes ${report.floor.commitP50Ms} ms here (p50).`,
    ...bars(report),
  ]
}

function bars({ pawl, floor }) {
  if (!pawl) return []
  const times = rounded(pawl.gapP50Ms / floor.commitP50Ms)
  return [`Pawl's gap is ${times} times that.`]
}

function show(figure) {
  return figure === undefined || figure === null ? '–' : String(figure)
}
