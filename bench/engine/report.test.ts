import { expect, test } from 'vitest'
import { asJson, asTable } from './report.mjs'

const figures = { firstMs: 8, gapP50Ms: 1.4, gapP95Ms: 3, par100Ms: 100, runsPerSecond: 180 }

test('who could not be measured is null and a dash, never a figure', () => {
  const report = asJson({
    machine: { cores: 2 },
    floorsMs: [0.5, 0.7, 0.6],
    stolen: [0, 0.01, 0.3],
    figures: { pawl: figures, restate: null },
  })
  expect(report).toEqual({
    machine: { cores: 2, stolenShare: { median: 0.01, most: 0.3 } },
    floor: { commitP50Ms: 0.6 },
    pawl: figures,
    dbos: null,
    restate: null,
  })
  const lines = asTable(report, ['pawl', 'restate'])
  expect(lines.find((line) => line.startsWith('pawl'))).toMatch(/8\s+1\.4\s+3\s+100\s+180$/)
  expect(lines.find((line) => line.startsWith('restate'))?.match(/–/g)).toHaveLength(5)
  expect(lines.at(-1)).toBe("Pawl's gap is 2.33 times that.")
})
