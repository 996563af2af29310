// What `npm test` runs, and in which order.
import { ensureChromium } from './browser.mjs'
import { runCommand, runPackage } from './commands.mjs'
import { LIMIT_KB, tooHeavy, weighRoutes } from './first-load.mjs'
import { prepareBuild } from './prepare.mjs'
import { countPlaywright, countVitest, withReport } from './test-reports.mjs'

/**
 * @typedef {{ passed: number, failed: number, output: string, detail?: string }} Result
 * @type {Record<string, () => Promise<Result>>}
 */
export const checks = {
  types: checkTypes,
  lint: () => asOne(runPackage('@biomejs/biome/bin/biome', ['ci', '--colors=off'])),
  dependencies: checkDependencies,
  unused: () => asOne(runPackage('knip/bin/knip.js', ['--no-progress'])),
  migrations: () => asOne(runCommand(process.execPath, ['scripts/migrate.mjs', 'check'])),
  unit: () => runVitest('unit'),
  database: () => runVitest('db'),
  build: checkBuild,
  weight: checkWeight,
  browser: () => runBrowserTests(),
  deep: () => runVitest('deep', { PAWL_TEST_DEEP: '1' }),
  // Every page and dialog, in dark and on a phone too; `browser` looks at some of each kind, in light.
  sweep: () =>
    runBrowserTests(['accessibility', 'arranged-dialogs', 'gallery', 'team'], { PAWL_TEST_DEEP: '1' }),
}

/** Stages of lanes. Two lanes suit two cores; the build and the type check write the same route types. */
export const lanes = [
  [['types']],
  [
    ['build', 'weight'],
    ['lint', 'dependencies', 'unused', 'migrations', 'unit'],
  ],
  [['database']],
  [['browser'], ['deep']],
  [['sweep']],
]

/** Routes' types come from `next typegen`; the compiler is the native one, seven times faster. */
async function checkTypes() {
  const generated = await runPackage('next/dist/bin/next', ['typegen'], {
    env: { NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (generated.code !== 0) return asOne(generated)
  return asOne(runPackage('typescript7/bin/tsc', ['--noEmit', '--pretty', 'false']))
}

/** Under a TypeScript that it does not know, the cruiser reads nothing and is content. */
async function checkDependencies() {
  const folders = ['app', 'cli', 'components', 'inngest', 'server', 'server.ts']
  const { existsSync } = await import('node:fs')
  const present = folders.filter((folder) => existsSync(folder))
  const args = ['--config', '.dependency-cruiser.cjs', '--no-progress', '--output-type', 'err', ...present]
  const outcome = await runPackage('dependency-cruiser/bin/dependency-cruise.mjs', args)
  const modules = Number(/\((\d+) modules/.exec(outcome.output)?.[1] ?? 0)
  if (outcome.code === 0 && modules === 0)
    return { passed: 0, failed: 1, output: `${outcome.output}\nThe cruiser saw no modules.` }
  return { ...(await asOne(outcome)), detail: `${modules} modules` }
}

async function checkBuild() {
  await prepareBuild(async (_title, work) => work(() => {}))
  return { passed: 1, failed: 0, output: '' }
}

/** No route may load more JavaScript at first than the limit. */
async function checkWeight() {
  const weights = weighRoutes()
  const problems = tooHeavy(weights)
  const [heaviest] = weights
  return {
    passed: weights.length - problems.length,
    failed: problems.length,
    output: `${problems.join('\n')}\nWhat is in them: node scripts/first-load.mjs`,
    detail: `${heaviest.route} ${(heaviest.bytes / 1000).toFixed(1)} of ${LIMIT_KB} kB`,
  }
}

function runVitest(project, env = {}) {
  return withReport(async (report) => {
    const args = ['run', '--project', project, '--reporter=dot', '--reporter=json']
    const outcome = await runPackage('vitest/vitest.mjs', [...args, `--outputFile.json=${report}`], {
      env: { NO_COLOR: '1', ...env },
    })
    return countVitest(report, outcome)
  })
}

/**
 * @param {string[]} specs
 * @param {Record<string, string>} more
 */
async function runBrowserTests(specs = [], more = {}) {
  const browser = await ensureChromium()
  return withReport(async (report) => {
    const env = {
      PLAYWRIGHT_CHROMIUM_PATH: browser.path,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      ...more,
    }
    const outcome = await runPackage('@playwright/test/cli.js', ['test', ...specs, '--reporter=list,json'], {
      env,
    })
    const counted = countPlaywright(report, outcome)
    return { ...counted, detail: `${counted.detail}, ${browser.path} (${browser.origin})` }
  })
}

async function asOne(outcome) {
  const { code, output } = await outcome
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
}
