import { readdir } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { env } from '@/server/platform/env'
import type { HealthCheck } from '../schema'

const LIMIT_MS = 3_000
const FOLDER = 'prisma/migrations'

/** Whether the database is at the migrations that this version of Pawl brings. */
export async function checkMigrations(): Promise<HealthCheck> {
  const [wanted, applied] = await Promise.all([migrationsOfThisVersion(), appliedMigrations()])
  const missing = wanted.filter((name) => !applied.includes(name))
  const unknown = applied.filter((name) => !wanted.includes(name))
  const figures = { applied: applied.length, missing: missing.length, unknown: unknown.length }
  const about = { name: 'migrations', figures }
  if (missing.length > 0)
    return {
      ...about,
      status: 'failing',
      message: `The database lacks ${missing[0]}. Restart Pawl: each start applies what is missing.`,
    }
  if (unknown.length > 0)
    return {
      ...about,
      status: 'degraded',
      message: `The database has ${unknown[0]}, of a newer version. Update this process, too.`,
    }
  return { ...about, status: 'ok', message: 'The database is at the migrations of this version.' }
}

async function migrationsOfThisVersion(): Promise<string[]> {
  const entries = await readdir(path.resolve(FOLDER), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** Only the owner of the tables may read what was applied. */
async function appliedMigrations(): Promise<string[]> {
  const connectionString = env().DATABASE_URL
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: LIMIT_MS,
  })
  client.on('error', () => {}) // the query tells
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    return rows.map(({ name }) => name)
  } finally {
    await client.end().catch(() => {})
  }
}
