// A Postgres for tests and checks: in memory where possible, without fsync, gone afterwards.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  endPostgres,
  initializePostgres,
  launchPostgres,
  makeReachable,
  runningPostgres,
  SUPERUSER,
} from './postgres.mjs'
import { postgresBinaries, postgresUser } from './postgres-binaries.mjs'
import { createOwner, OWNER } from './postgres-owner.mjs'
import { isAlive, nextFreePort } from './processes.mjs'

const PREFIX = 'pawl-temporary-pg-'
const MEMORY_NEEDED_BYTES = 1_000_000_000
const FLAGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']

/**
 * `ownerUrl` is of a role such as DATABASE_URL should be: it may create roles and databases, and row-level
 * security binds it. `superuserUrl` sees everything.
 * @returns {Promise<{ ownerUrl(database: string): string, superuserUrl(database: string): string, stop(): Promise<void> }>}
 */
export async function startTemporaryPostgres() {
  const parent = chooseParent()
  await removeLeftovers(parent)
  const base = mkdtempSync(path.join(parent, `${PREFIX}${process.pid}-`))
  makeReachable(base)
  const directory = path.join(base, 'data')
  const user = postgresUser(directory)
  const password = randomBytes(24).toString('hex')
  const port = await nextFreePort(20_000 + (randomBytes(2).readUInt16BE() % 10_000))
  const flags = FLAGS.flatMap((flag) => ['-c', flag])
  const options = { bin: postgresBinaries(user), directory, user, port, flags }
  await initializePostgres({ ...options, password, isDurable: false })
  const pid = await launchPostgres(options)
  const url = (role) => (database) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`
  await createOwner(url(SUPERUSER)('postgres'), password)
  return {
    ownerUrl: url(OWNER),
    superuserUrl: url(SUPERUSER),
    async stop() {
      await endPostgres(pid)
      rmSync(base, { recursive: true, force: true })
    },
  }
}

// Memory where there is enough of it: a container's /dev/shm often has 64 MB.
function chooseParent() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > MEMORY_NEEDED_BYTES ? '/dev/shm' : os.tmpdir()
  } catch {
    return os.tmpdir()
  }
}

// A test run that was killed could not clean up after itself.
async function removeLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue
    const creator = Number.parseInt(name.slice(PREFIX.length), 10)
    if (isAlive(creator)) continue
    const base = path.join(parent, name)
    try {
      const running = runningPostgres(path.join(base, 'data'))
      if (running) await endPostgres(running.pid)
      rmSync(base, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error // another user's
    }
  }
}
