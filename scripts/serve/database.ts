import { givenEnv } from '@/server/platform/env'
import { openEmbeddedPostgres } from '../embedded-postgres.mjs'
import { deployMigrations } from '../migrations.mjs'
import { phase } from '../progress.mjs'
import { assertSafeRole, ensureRoles } from '../roles.mjs'
import type { Shutdown } from './shutdown'

export interface DatabaseUrls extends Record<string, string> {
  DATABASE_URL: string
  PAWL_APP_DATABASE_URL: string
  PAWL_SYSTEM_DATABASE_URL: string
}

/** A migrated database that keeps tenants apart: the embedded one, or the one of DATABASE_URL. */
export async function openDatabase(
  shutdown: Shutdown,
  say: (message: string) => void,
): Promise<DatabaseUrls> {
  const given = givenEnv()
  const ownerUrl = given.DATABASE_URL ?? (await openEmbedded(shutdown, say))
  const { appUrl, systemUrl } = await phase('Migrations', async (note) => {
    const roles = await ensureRoles(ownerUrl, {
      appUrl: given.PAWL_APP_DATABASE_URL,
      systemUrl: given.PAWL_SYSTEM_DATABASE_URL,
    })
    const applied = await deployMigrations(ownerUrl)
    await Promise.all([assertSafeRole(roles.appUrl), assertSafeRole(roles.systemUrl)])
    note(applied.length === 0 ? '' : `${applied.length} applied`)
    return roles
  })
  return { DATABASE_URL: ownerUrl, PAWL_APP_DATABASE_URL: appUrl, PAWL_SYSTEM_DATABASE_URL: systemUrl }
}

async function openEmbedded(shutdown: Shutdown, say: (message: string) => void): Promise<string> {
  const postgres = await phase('Postgres', async (note) => {
    const opened = await openEmbeddedPostgres({ say })
    shutdown.addLast(() => opened.endAtOnce())
    shutdown.add('postgres', 10_000, () => opened.stop())
    if (opened.wasRunning) note('taken over from a process that was killed')
    return opened
  })
  postgres.supervise()
  return postgres.ownerUrl
}
