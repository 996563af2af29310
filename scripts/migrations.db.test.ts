import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { deployMigrations, pendingSql } from './migrations.mjs'
import { withClient } from './roles.mjs'

const ownerUrl = process.env.DATABASE_URL ?? ''

test('of two processes that migrate an empty database at once, one applies everything', async () => {
  const url = await createEmptyDatabase()
  const [first, second] = await Promise.all([deployMigrations(url), deployMigrations(url)])
  expect([first.length, second.length].sort()).toEqual([0, Math.max(first.length, second.length)])
  expect(Math.max(first.length, second.length)).toBeGreaterThan(0)
})

test('a migrated database has nothing to apply, and the schema files ask for nothing more', async () => {
  expect(await deployMigrations(ownerUrl)).toEqual([])
  expect(await pendingSql(ownerUrl)).toBe('')
})

test('an edited migration does not keep an old database from starting', async () => {
  const url = await createEmptyDatabase()
  await deployMigrations(url)
  await withClient(url, (client) =>
    client.query(`UPDATE _prisma_migrations SET checksum = 'edited' WHERE migration_name LIKE '%init'`),
  )
  expect(await deployMigrations(url)).toEqual([])
})

test('a database of a newer Pawl is refused', async () => {
  await withClient(ownerUrl, (client) =>
    client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('x', 'x', '29991231000000_future', now(), 1)`,
    ),
  )
  await expect(deployMigrations(ownerUrl)).rejects.toThrow(/another version of Pawl.*29991231000000_future/)
})

async function createEmptyDatabase(): Promise<string> {
  const name = `test_${process.env.VITEST_POOL_ID ?? '0'}_${randomUUID().replaceAll('-', '')}`
  await withClient(ownerUrl, (client) => client.query(`CREATE DATABASE ${name}`))
  return Object.assign(new URL(ownerUrl), { pathname: `/${name}` }).href
}
