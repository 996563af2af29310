// The Postgres that is measured on: the one that Pawl brings, set up as an instance has it, on a disk.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { endPostgres, initializePostgres, launchPostgres, SUPERUSER } from '../../scripts/postgres.mjs'
import { postgresBinaries, postgresUser } from '../../scripts/postgres-binaries.mjs'
import { createDatabase, createOwner, OWNER } from '../../scripts/postgres-owner.mjs'
import { nextFreePort } from '../../scripts/processes.mjs'
import { withClient } from '../../scripts/roles.mjs'

const FLAGS = ['max_connections=200', 'timezone=UTC', 'log_timezone=UTC'].flatMap((flag) => ['-c', flag])
/** Without them a commit is no promise, and its time no figure. */
const MUST_BE_ON = ['fsync', 'synchronous_commit', 'full_page_writes']

/**
 * @param {string} base a folder that other users may enter
 * @returns {Promise<{ version: string, ownerUrl(database: string): string, create(database: string): Promise<void>, stop(): Promise<void> }>}
 */
export async function startDurablePostgres(base) {
  const directory = path.join(base, 'postgres')
  const user = postgresUser(directory)
  const password = randomBytes(24).toString('hex')
  const port = await nextFreePort(20_000 + (randomBytes(2).readUInt16BE() % 10_000))
  const options = { bin: postgresBinaries(user), directory, user, port, flags: FLAGS }
  await initializePostgres({ ...options, password })
  const pid = await launchPostgres(options)
  const url = (role) => (database) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`
  const superuserUrl = url(SUPERUSER)('postgres')
  try {
    await createOwner(superuserUrl, password)
    const version = await checkDurability(superuserUrl)
    return {
      version,
      ownerUrl: url(OWNER),
      create: (database) => createDatabase(superuserUrl, database),
      stop: () => endPostgres(pid),
    }
  } catch (error) {
    await endPostgres(pid)
    throw error
  }
}

function checkDurability(superuserUrl) {
  return withClient(superuserUrl, async (client) => {
    for (const name of MUST_BE_ON) {
      const { rows } = await client.query('SELECT current_setting($1) AS value', [name])
      if (rows[0].value !== 'on') throw new Error(`Postgres has ${name} = ${rows[0].value}; it must be on.`)
    }
    const { rows } = await client.query("SELECT current_setting('server_version') AS version")
    return rows[0].version
  })
}
