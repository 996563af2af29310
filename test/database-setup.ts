import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, inject } from 'vitest'
import { closeDatabases } from '@/server/platform/db'
import { closeListeners } from '@/server/platform/realtime'
import { deriveRoleUrl, withClient } from '../scripts/roles.mjs'

const { ownerUrl, superuserUrl } = inject('postgres')
// One worker runs one file at a time, so the databases of its earlier files are free to go.
const prefix = `test_${process.env.VITEST_POOL_ID ?? '0'}_`
const name = `${prefix}${randomUUID().replaceAll('-', '')}`

// Every test file gets a database of its own, cloned from the migrated template (14 ms in memory).
await withClient(ownerUrl, async (client) => {
  await dropEarlier(client)
  await client.query(`CREATE DATABASE ${name} TEMPLATE pawl_template STRATEGY FILE_COPY`)
})
const url = new URL(ownerUrl)
url.pathname = `/${name}`
process.env.DATABASE_URL = url.href
process.env.PAWL_APP_DATABASE_URL = deriveRoleUrl(url.href, 'pawl_app')
process.env.PAWL_SYSTEM_DATABASE_URL = deriveRoleUrl(url.href, 'pawl_system')
// Sees past row-level security, which binds the owner too: for looking, never for the code under test.
process.env.TEST_SUPERUSER_DATABASE_URL = Object.assign(new URL(superuserUrl), { pathname: `/${name}` }).href

// Modules stay loaded between the files of a process, and what a file left behind may have connected once more.
await disconnect()
afterAll(disconnect) // Hooks end in reverse: this is the last.

async function disconnect(): Promise<void> {
  await closeListeners()
  await closeDatabases()
}

/** Those that nobody is connected to: Postgres would wait for others, and they go with the next file or at the end. */
async function dropEarlier(client: pg.Client) {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where starts_with(datname, $1)
     and not exists (select from pg_stat_activity where pg_stat_activity.datname = pg_database.datname)`,
    [prefix],
  )
  for (const { datname } of rows) {
    try {
      await client.query(`DROP DATABASE ${datname}`)
    } catch {
      // Somebody came after all: the next file drops it.
    }
  }
}
