// Reads the JSON reports of the test runners. A runner that crashed or ran nothing counts as one failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * Lends `work` the name of a file to report into.
 * @template T
 * @param {(file: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withReport(work) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'pawl-report-'))
  try {
    return await work(path.join(directory, 'report.json'))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/**
 * @param {string} file
 * @param {import('./commands.mjs').Outcome} outcome
 */
export function countVitest(file, outcome) {
  const report = read(file)
  if (!report) return crashed(outcome)
  // A file that does not load fails without a failed test.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const skipped = report.numPendingTests + report.numTodoTests
  return settle(report.numPassedTests, report.numFailedTests + broken, skipped, outcome)
}

/**
 * @param {string} file
 * @param {import('./commands.mjs').Outcome} outcome
 */
export function countPlaywright(file, outcome) {
  const report = read(file)
  if (!report) return crashed(outcome)
  const { expected, unexpected, flaky, skipped } = report.stats
  return settle(expected, unexpected + flaky, skipped, outcome)
}

function settle(passed, failed, skipped, { code, output }) {
  const hasCrashed = failed === 0 && (code !== 0 || passed === 0)
  const reason = code === 0 && passed === 0 ? '\nNo test ran.' : ''
  const detail = `${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`
  return { passed, failed: failed + (hasCrashed ? 1 : 0), output: output + reason, detail }
}

function crashed({ output }) {
  return { passed: 0, failed: 1, output, detail: 'crashed' }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
