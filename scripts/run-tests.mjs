// Everything that must hold before a change is taken: one line each, the whole output of what failed.
import { checks, lanes } from './checks.mjs'
import { endCommandsOnSignals } from './commands.mjs'
import { root } from './data-directory.mjs'
import { preparePackages } from './prepare.mjs'
import { bold, dim, failed, passed, print, seconds } from './progress.mjs'

const USAGE = `npm test                            everything but the deep suites
npm test -- --only unit,database    only these: ${Object.keys(checks).join(', ')}
npm run test:deep                   fault, fuzz and scale suites`

/** Only by `npm run test:deep`, or by name. */
const DEEP = ['deep', 'sweep']

/** @param {string[]} args */
export async function runTests(args) {
  process.chdir(root)
  const startedAt = performance.now()
  let counts = { passed: 0, failed: 1 }
  try {
    const chosen = chooseChecks(args)
    endCommandsOnSignals()
    print()
    await preparePackages()
    counts = await runLanes(chosen)
  } catch (error) {
    print()
    console.error(error.message)
  }
  print()
  print(dim(`${seconds(performance.now() - startedAt)} in all`))
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`)
  process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1)
}

function chooseChecks(args) {
  if (args.length === 0) return Object.keys(checks).filter((name) => !DEEP.includes(name))
  if (args.length === 1 && args[0] === '--deep') return ['build', ...DEEP]
  const names = args[0] === '--only' ? args.slice(1).flatMap((arg) => arg.split(',')) : []
  const unknown = names.find((name) => !Object.hasOwn(checks, name))
  if (names.length === 0 || unknown) throw new Error(`${unknown ? `No check "${unknown}".\n` : ''}${USAGE}`)
  const looksAtBuild = names.some((name) => ['browser', 'weight', 'sweep'].includes(name))
  return looksAtBuild && !names.includes('build') ? ['build', ...names] : names
}

/** Lanes of one stage run side by side; a stage starts when the one before has ended. */
async function runLanes(chosen) {
  const total = { passed: 0, failed: 0 }
  const failures = []
  const runLane = async (lane) => {
    for (const name of lane.filter((check) => chosen.includes(check))) {
      const result = await runCheck(name)
      total.passed += result.passed
      total.failed += result.failed
      if (result.failed > 0) failures.push({ name, ...result })
      if (result.failed > 0 && name === 'build') break // nothing to look at in a browser
    }
  }
  for (const stage of lanes) await Promise.all(stage.map(runLane))
  for (const { name, output } of failures) {
    print()
    print(bold(`── ${name} ──`))
    process.stdout.write(`${output.trim()}\n`)
  }
  return total
}

async function runCheck(name) {
  const startedAt = performance.now()
  let result
  try {
    result = await checks[name]()
  } catch (error) {
    result = { passed: 0, failed: 1, output: error.stack ?? error.message }
  }
  const report = result.failed === 0 ? passed : failed
  report(name, performance.now() - startedAt, result.detail ?? '')
  return result
}
