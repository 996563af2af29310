// The process that `npm start` becomes: database, worker and app, in this order, and back.
import { createOwnerLink } from '@/server/features/onboarding'
import { givenEnv, usesInngestServer } from '@/server/platform/env'
import { runningEmbeddedUrl } from './scripts/embedded-postgres.mjs'
import { announceUrl, becomeInstance, describeInstance, runningInstance } from './scripts/instance.mjs'
import { bold, dim, phase, print, say, seconds, warn } from './scripts/progress.mjs'
import { deriveRoleUrl } from './scripts/roles.mjs'
import { instanceSecrets } from './scripts/secrets.mjs'
import { openDatabase } from './scripts/serve/database'
import { openHttp } from './scripts/serve/http'
import { createShutdown } from './scripts/serve/shutdown'

const isDev = process.argv.includes('--dev')
const startedAt = performance.now()
const shutdown = createShutdown()

try {
  const running = runningInstance()
  if (!running) await shutdown.during(serve)
  else if (process.argv.includes('--owner-link')) await printOwnerLinkOf(running.url)
  else throw new Error(describeInstance(running))
} catch (error) {
  if (!shutdown.isStopping()) {
    print()
    console.error(explain(error))
    await shutdown.run()
    process.exit(1)
  }
}

async function serve(): Promise<void> {
  const other = await becomeInstance()
  if (other) throw new Error(describeInstance(other))
  const { PAWL_ROLE: role, PAWL_URL, PORT, DATABASE_URL } = givenEnv()
  if (role !== 'all' && !DATABASE_URL)
    throw new Error(`PAWL_ROLE=${role} shares a database with other processes: set DATABASE_URL.`)
  setEnv({ NODE_ENV: isDev ? 'development' : 'production', NEXT_MANUAL_SIG_HANDLE: '1' })
  setEnv(await instanceSecrets())

  // Bound before anything else, so that nobody takes the port while the rest starts.
  const http = role === 'worker' ? undefined : await openHttp(shutdown)
  const url = PAWL_URL ?? `http://localhost:${http?.port ?? PORT}`
  setEnv({ PAWL_URL: url, NEXTAUTH_URL: url })
  setEnv(await openDatabase(shutdown, say))
  if (role !== 'web') await startWorker()
  if (role === 'worker') await openMetrics()
  // An Inngest server has the steps run where the app is.
  if (role === 'web' && usesInngestServer()) (await import('@/inngest/run-folders')).keepRunFoldersTidy()
  if (http) await phase('App', () => http.serve(isDev))
  announceUrl(url)
  await printReady(url, http?.movedFrom)
}

async function startWorker(): Promise<void> {
  await phase('Worker', async () => {
    const { startWorker: start } = await import('@/inngest/worker')
    const worker = await start()
    shutdown.add('worker', 5_000, () => worker.stop())
  })
}

/** A worker serves no pages; what Prometheus asks of it, it answers at a port of its own. */
async function openMetrics(): Promise<void> {
  const { PAWL_METRICS_PORT: port, PAWL_HOST: host } = givenEnv()
  if (port === undefined) return
  const { serveOperations } = await import('@/server/features/health')
  const operations = await serveOperations({ port, host })
  shutdown.add('http', 1_000, () => operations.close())
}

async function printReady(url: string, movedFrom: number | undefined): Promise<void> {
  const { PAWL_HOST: host, PAWL_ROLE: role } = givenEnv()
  print()
  if (role === 'worker') print(`${bold('Working')} after ${seconds(performance.now() - startedAt)}.`)
  else {
    if (movedFrom !== undefined) warn(`Port ${movedFrom} is taken by another program.`)
    print(`${bold('Ready')} after ${seconds(performance.now() - startedAt)}: ${bold(url)}`)
    const isLocal = host === '127.0.0.1' || host === '::1' || host === 'localhost'
    if (isLocal) print(dim('Open on this machine only; PAWL_HOST=0.0.0.0 opens it to the network.'))
    else print(dim(`Listens on ${host}.`))
    await printOwnerLink(url)
  }
  print()
  print(dim('Ctrl-C stops it; everything is kept.'))
  print()
}

async function printOwnerLink(url: string): Promise<void> {
  const link = await createOwnerLink()
  if ('url' in link) {
    print()
    print('Nobody owns this instance yet. This link makes the first owner; it works once:')
    print(bold(link.url))
  } else if (process.argv.includes('--owner-link'))
    print(`This instance has an owner already. Sign in at ${url}/sign-in`)
}

/** Another process serves: only its database is needed. */
async function printOwnerLinkOf(url: string | undefined): Promise<void> {
  if (!url) throw new Error('Pawl is still starting; it prints a link when it is ready.')
  const ownerUrl = givenEnv().DATABASE_URL ?? runningEmbeddedUrl()
  if (!ownerUrl) throw new Error('The embedded Postgres does not run. Try again in a moment.')
  setEnv({
    NEXTAUTH_URL: url,
    PAWL_URL: url,
    DATABASE_URL: ownerUrl,
    PAWL_APP_DATABASE_URL: givenEnv().PAWL_APP_DATABASE_URL ?? deriveRoleUrl(ownerUrl, 'pawl_app'),
    PAWL_SYSTEM_DATABASE_URL: givenEnv().PAWL_SYSTEM_DATABASE_URL ?? deriveRoleUrl(ownerUrl, 'pawl_system'),
  })
  await printOwnerLink(url)
  process.exit(0)
}

function setEnv(values: Record<string, string>): void {
  Object.assign(process.env, values)
}

/** Failures of the surroundings are told in words; a bug needs its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError
  return isBug || process.env.PAWL_LOG_LEVEL === 'debug' ? (error.stack ?? error.message) : error.message
}
