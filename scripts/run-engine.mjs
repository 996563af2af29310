// The engine as a server of its own, for development: any app on this machine may register its functions.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { dataDirectory, root } from './data-directory.mjs'
import { openEmbeddedPostgres } from './embedded-postgres.mjs'
import { deployMigrations } from './migrations.mjs'
import { makeDataDirectory } from './private-files.mjs'
import { takeLock } from './process-lock.mjs'
import { isPortFree } from './processes.mjs'
import { bold, dim, phase, print, say, warn } from './progress.mjs'
import { ensureRoles } from './roles.mjs'

const USAGE = `npm run engine -- [options]      an Inngest server for development: no keys are asked

  --port 8288             where it listens; 0: any free port
  --host 127.0.0.1        on which address
  --app URL               ask the app at this URL for its functions, again and again; may be repeated.
                          An app may also register by itself: curl -X PUT http://localhost:3000/api/inngest
  --retry-interval 1      a fixed time between tries, in seconds, instead of 10 s, 30 s, 1 min, 2 min …
  --concurrency 100       calls under way at a time
  --keys                  ask for the keys in INNGEST_SIGNING_KEY and INNGEST_EVENT_KEY, and sign requests
  --database URL          a Postgres of its own; else DATABASE_URL, else an embedded one in .pawl/engine
  --help

Apps reach it with INNGEST_DEV=http://localhost:8288.`

const OPTIONS = {
  port: { type: 'string', default: '8288' },
  host: { type: 'string', default: '127.0.0.1' },
  app: { type: 'string', multiple: true, default: [] },
  'retry-interval': { type: 'string' },
  concurrency: { type: 'string' },
  keys: { type: 'boolean', default: false },
  database: { type: 'string' },
  help: { type: 'boolean', default: false },
}
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** Calls under way get this long; then others, or the next start, take them. */
const DRAIN_MS = 8_000
/** npm passes a signal on to us that the terminal has sent to us already. */
const ECHO_MS = 1_000

/** @param {string[]} args */
export async function runEngine(args) {
  process.chdir(root)
  const stops = []
  try {
    const given = readOptions(args)
    if (given.help) {
      print(USAGE)
      return
    }
    endOnSignals(stops)
    await serve(given, stops)
  } catch (error) {
    print()
    console.error(explain(error))
    await stopAll(stops)
    process.exit(1)
  }
}

function readOptions(args) {
  let values
  try {
    values = parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    throw new Error(`${error.message.split('\n')[0]}\n\n${USAGE}`)
  }
  const bad = values.app.find((url) => !URL.canParse(url))
  if (bad !== undefined)
    throw new Error(`--app ${bad} is not a URL such as http://localhost:3000/api/inngest.`)
  const seconds = numberOf(values, 'retry-interval', { min: 0, max: 86_400 })
  return {
    help: values.help,
    port: numberOf(values, 'port', { min: 0, max: 65_535, isWhole: true }),
    host: values.host,
    apps: values.app,
    retryIntervalMs: seconds === undefined ? undefined : seconds * 1_000,
    concurrency: numberOf(values, 'concurrency', { min: 1, max: 10_000, isWhole: true }),
    database: values.database,
    ...(values.keys ? readKeys() : {}),
  }
}

function readKeys() {
  const { INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey } = process.env
  if (!/^(signkey-\w+-)?([0-9a-f]{2})+$/i.test(signingKey ?? '') || !eventKey)
    throw new Error(
      '--keys needs INNGEST_SIGNING_KEY (an even number of hex digits: openssl rand -hex 32) and INNGEST_EVENT_KEY.',
    )
  return { signingKey, eventKey }
}

function numberOf(values, name, { min, max, isWhole = false }) {
  if (values[name] === undefined) return undefined
  const number = values[name].trim() === '' ? Number.NaN : Number(values[name])
  if (!(number >= min && number <= max) || (isWhole && !Number.isInteger(number)))
    throw new Error(
      `--${name} is a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}, not "${values[name]}".`,
    )
  return number
}

async function serve({ database, ...options }, stops) {
  const { port } = options
  // Told before Postgres starts; the server itself listens at the end only.
  if (port !== 0 && !(await isPortFree(port)))
    throw new Error(`Port ${port} is taken by another program. Choose one with --port.`)
  const ownerUrl = database ?? (process.env.DATABASE_URL || (await openDatabase(stops)))
  const isNamed = database === undefined && Boolean(process.env.DATABASE_URL)
  const databaseUrl = await phase('Migrations', async (note) => {
    const { systemUrl } = await ensureRoles(
      ownerUrl,
      isNamed
        ? { appUrl: process.env.PAWL_APP_DATABASE_URL, systemUrl: process.env.PAWL_SYSTEM_DATABASE_URL }
        : {},
    )
    const applied = await deployMigrations(ownerUrl)
    note(applied.length === 0 ? '' : `${applied.length} applied`)
    return systemUrl
  })
  const server = await startServer({ ...options, databaseUrl, drainTimeoutMs: DRAIN_MS, log })
  stops.push(() => server.stop())
  print()
  print(`${bold('The engine listens')} at ${bold(server.url)}`)
  const variable = options.signingKey ? 'INNGEST_BASE_URL' : 'INNGEST_DEV'
  print(dim(`Apps reach it with ${variable}=${server.url}. Ctrl-C stops it; everything is kept.`))
  print()
}

async function startServer(options) {
  const { register } = await import('tsx/esm/api')
  register()
  const { startEngineServer } = await import('../inngest/embedded/server/index.ts')
  return startEngineServer(options)
}

/** In a directory of its own: Pawl's functions run inside Pawl's process, and this one could not call them. */
async function openDatabase(stops) {
  process.env.PAWL_DATA_DIR = path.join(dataDirectory(), 'engine')
  const holder = await takeLock(path.join(makeDataDirectory(dataDirectory()), 'engine.json'))
  if (holder)
    throw new Error(
      `An engine already runs on the data in ${dataDirectory()}, process ${holder.pid}. ` +
        'Stop it, or give this one a database of its own with --database.',
    )
  const postgres = await phase('Postgres', () => openEmbeddedPostgres({ say }))
  process.once('exit', postgres.endAtOnce)
  stops.push(() => postgres.stop())
  postgres.supervise()
  return postgres.ownerUrl
}

function log(level, message, fields) {
  if (level === 'debug') return
  const details = Object.entries(fields ?? {}).map(([name, value]) => `${name}=${value}`)
  const line = [message, ...details].join(' ')
  if (level === 'info') say(line)
  else warn(line)
}

function endOnSignals(stops) {
  let firstAt
  const end = (signal) => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > ECHO_MS) process.exit(1)
      return
    }
    firstAt = performance.now()
    if (signal === 'SIGINT') print() // behind the terminal's ^C
    print('Stopping …')
    void stopAll(stops).then(() => {
      print('Stopped.')
      process.exit(0)
    })
  }
  for (const signal of SIGNALS) process.on(signal, end)
}

/** The last opened first; a failure does not keep the others running. */
async function stopAll(stops) {
  for (const stop of stops.splice(0).reverse())
    await stop().catch((error) => warn(`It did not stop cleanly: ${error.message}`))
}

/** Failures of the surroundings are told in words; a bug needs its stack. */
function explain(error) {
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError
  return isBug ? error.stack : error.message
}
