import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { countPlaywright, countVitest, withReport } from './test-reports.mjs'

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
const ok = { code: 0, output: '' }
const bad = { code: 1, output: 'boom' }

test('passed tests are counted', async () => {
  expect(await count(countVitest, vitest, ok)).toMatchObject({ passed: 3, failed: 0 })
  const stats = { expected: 4, unexpected: 0, flaky: 0, skipped: 1 }
  expect(await count(countPlaywright, { stats }, ok)).toMatchObject({ passed: 4, failed: 0 })
})

test('a file that does not load counts as a failure', async () => {
  const testResults = [{ status: 'failed', assertionResults: [] }]
  expect(await count(countVitest, { ...vitest, testResults }, bad)).toMatchObject({ passed: 3, failed: 1 })
})

test('a failed test is not counted again for its file', async () => {
  const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]
  const report = { ...vitest, numFailedTests: 1, testResults }
  expect(await count(countVitest, report, bad)).toMatchObject({ passed: 3, failed: 1 })
})

test('a runner that ends badly although all tests passed counts as a failure', async () => {
  expect(await count(countVitest, vitest, bad)).toMatchObject({ passed: 3, failed: 1, output: 'boom' })
})

test('a runner that ran nothing counts as a failure', async () => {
  expect(await count(countVitest, { ...vitest, numPassedTests: 0 }, ok)).toMatchObject({
    passed: 0,
    failed: 1,
  })
})

test('a runner that left no report counts as a failure', async () => {
  expect(await withReport(async (file) => countVitest(file, bad))).toMatchObject({ passed: 0, failed: 1 })
})

test('a browser test that passed only when repeated counts as a failure', async () => {
  const stats = { expected: 1, unexpected: 0, flaky: 1, skipped: 0 }
  expect(await count(countPlaywright, { stats }, ok)).toMatchObject({ passed: 1, failed: 1 })
})

function count(reader: typeof countVitest, report: unknown, outcome: typeof ok) {
  return withReport(async (file) => {
    writeFileSync(file, JSON.stringify(report))
    return reader(file, outcome)
  })
}
