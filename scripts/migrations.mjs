// Applies and compares the migrations in prisma/migrations.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { root } from './data-directory.mjs'
import { withClient } from './roles.mjs'

const schemaDirectory = path.join(root, 'prisma/schema')
export const migrationsDirectory = path.join(root, 'prisma/migrations')
const filters = { externalTables: [], externalEnums: [] }
const LOCK_SQL = "select pg_advisory_lock(hashtext('pawl.migrations'))"

/**
 * Applies what is missing. Safe to call from several processes at once: one applies, the others wait.
 * @param {string} url the owner's
 * @returns {Promise<string[]>} names of the migrations applied
 */
export async function deployMigrations(url) {
  const migrations = await readMigrations()
  return withClient(url, async (client) => {
    await client.query(LOCK_SQL)
    const applied = await readApplied(client)
    refuseUnknown(applied, migrations)
    if (isUpToDate(applied, migrations)) return []
    return applyMigrations(url, migrations)
  })
}

/**
 * The SQL that leads from the migrations, replayed in a shadow database, to the schema files; '' when equal.
 * @param {string} url of a role that may create databases
 */
export async function pendingSql(url) {
  const from = { tag: 'migrations', ...engineList(await readMigrations()) }
  const to = { tag: 'schemaDatamodel', files: await readSchema() }
  return withEngine(url, async (engine) => {
    const result = await engine.diff({ from, to, script: true, exitCode: true, filters })
    return result.exitCode === 0 ? '' : (result.stdout ?? '')
  })
}

/**
 * What of our migrations this database has, and whether it drifted from them.
 * @param {string} url
 */
export async function migrationStatus(url) {
  const migrationsList = engineList(await readMigrations())
  return withEngine(url, async (engine) => ({
    history: await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: true, filters }),
    drift: await engine.devDiagnostic({ migrationsList, filters }),
  }))
}

async function applyMigrations(url, migrations) {
  try {
    return await withEngine(url, async (engine) => {
      const migrationsList = engineList(migrations)
      return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames
    })
  } catch (error) {
    throw new Error(`A migration failed: ${error.message}`, { cause: error })
  }
}

// Loads 3 MB of WebAssembly, so only where there is something to do.
async function withEngine(url, work) {
  const { withSchemaEngine } = await import('./schema-engine.mjs')
  const datamodels = (await readSchema()).map((file) => [file.path, file.content])
  return withSchemaEngine(url, datamodels, work)
}

async function readApplied(client) {
  const { rows } = await client.query("select to_regclass('_prisma_migrations') is not null as exists")
  if (!rows[0].exists) return []
  const applied = await client.query(
    'select migration_name as name, checksum, finished_at is not null as "isFinished" ' +
      'from _prisma_migrations where rolled_back_at is null',
  )
  return applied.rows
}

function isUpToDate(applied, migrations) {
  if (applied.length !== migrations.length) return false
  const finished = new Map(applied.filter((row) => row.isFinished).map((row) => [row.name, row.checksum]))
  return migrations.every((migration) => finished.get(migration.name) === migration.checksum)
}

function refuseUnknown(applied, migrations) {
  const names = new Set(migrations.map((migration) => migration.name))
  const unknown = applied.map((row) => row.name).filter((name) => !names.has(name))
  if (unknown.length > 0)
    throw new Error(
      `This database belongs to another version of Pawl: it has migrations that this one does not know ` +
        `(${unknown.join(', ')}). Start that version, or restore a backup.`,
    )
}

async function readMigrations() {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(migrationsDirectory, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function engineList(migrations) {
  return {
    baseDir: migrationsDirectory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}

async function readSchema() {
  const names = (await readdir(schemaDirectory)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(schemaDirectory, name)
      return { path: file, content: await readFile(file, 'utf8') }
    }),
  )
}
