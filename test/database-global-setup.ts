import type { TestProject } from 'vitest/node'
import { deployMigrations } from '../scripts/migrations.mjs'
import { ensureRoles, withClient } from '../scripts/roles.mjs'
import { startTemporaryPostgres } from '../scripts/temporary-postgres.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { ownerUrl: string; superuserUrl: string }
  }
}

/** One Postgres for the whole test run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject) {
  const postgres = await startTemporaryPostgres()
  const ownerUrl = postgres.ownerUrl('postgres')
  try {
    await withClient(ownerUrl, (client) => client.query('CREATE DATABASE pawl_template'))
    await ensureRoles(postgres.ownerUrl('pawl_template'))
    await deployMigrations(postgres.ownerUrl('pawl_template'))
    // Cloning needs the template idle.
    await withClient(ownerUrl, (client) =>
      client.query('ALTER DATABASE pawl_template WITH ALLOW_CONNECTIONS false IS_TEMPLATE true'),
    )
  } catch (error) {
    await postgres.stop()
    throw error
  }
  project.provide('postgres', { ownerUrl, superuserUrl: postgres.superuserUrl('postgres') })
  return () => postgres.stop()
}
