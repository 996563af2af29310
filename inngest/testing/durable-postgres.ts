import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deployMigrations } from '../../scripts/migrations.mjs'
import {
  endPostgres,
  initializePostgres,
  launchPostgres,
  makeReachable,
  runningPostgres,
  SUPERUSER,
} from '../../scripts/postgres.mjs'
import { postgresBinaries, postgresUser } from '../../scripts/postgres-binaries.mjs'
import { createDatabase, createOwner, OWNER } from '../../scripts/postgres-owner.mjs'
import { isAlive, nextFreePort } from '../../scripts/processes.mjs'
import { ensureRoles } from '../../scripts/roles.mjs'

/** `fast`: all that is committed is flushed. `immediate`: as when the machine crashes. */
export type ShutdownMode = 'fast' | 'immediate'

export interface DurablePostgres {
  /** What the product is told about it, migrated. */
  environment: { DATABASE_URL: string; PAWL_APP_DATABASE_URL: string; PAWL_SYSTEM_DATABASE_URL: string }
  stop(mode: ShutdownMode): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

const DATABASE = 'pawl'
const PREFIX = 'pawl-durable-pg-'
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const
const STOPS_WITHIN_MS = 30_000

/** A Postgres on a disk with `fsync` on, as an instance has it, for tests that take it away. */
export async function startDurablePostgres(): Promise<DurablePostgres> {
  await removeLeftovers()
  const base = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`))
  makeReachable(base)
  const directory = path.join(base, 'data')
  const user = postgresUser(directory)
  const password = randomBytes(24).toString('hex')
  const port = await nextFreePort(20_000 + (randomBytes(2).readUInt16BE() % 10_000))
  const flags = ['-c', 'max_connections=200', '-c', 'timezone=UTC']
  const options = { bin: postgresBinaries(user), directory, user, port, flags }
  await initializePostgres({ ...options, password })
  let pid = await launchPostgres(options)
  const url = (role: string, database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`
  const stop = async (mode: ShutdownMode) => {
    if (isAlive(pid)) process.kill(pid, SIGNALS[mode])
    const until = performance.now() + STOPS_WITHIN_MS
    while (isAlive(pid)) {
      if (performance.now() > until) throw new Error(`Postgres ${pid} did not stop (${mode}).`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  await createOwner(url(SUPERUSER, 'postgres'), password)
  await createDatabase(url(SUPERUSER, 'postgres'), DATABASE)
  const ownerUrl = url(OWNER, DATABASE)
  const { appUrl, systemUrl } = await ensureRoles(ownerUrl)
  await deployMigrations(ownerUrl)
  return {
    environment: {
      DATABASE_URL: ownerUrl,
      PAWL_APP_DATABASE_URL: appUrl,
      PAWL_SYSTEM_DATABASE_URL: systemUrl,
    },
    stop,
    async start() {
      pid = await launchPostgres(options)
    },
    async remove() {
      await stop('immediate')
      rmSync(base, { recursive: true, force: true })
    },
  }
}

/** A test run that was killed could not clean up after itself. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX) || isAlive(Number.parseInt(name.slice(PREFIX.length), 10))) continue
    const base = path.join(tmpdir(), name)
    const running = runningPostgres(path.join(base, 'data'))
    if (running) await endPostgres(running.pid)
    rmSync(base, { recursive: true, force: true })
  }
}
