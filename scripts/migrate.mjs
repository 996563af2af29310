// npm run migrate -- new <name> | check | deploy | status
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openEmbeddedPostgres } from './embedded-postgres.mjs'
import { deployMigrations, migrationStatus, migrationsDirectory, pendingSql } from './migrations.mjs'
import { ensureRoles } from './roles.mjs'
import { startTemporaryPostgres } from './temporary-postgres.mjs'

const USAGE = `npm run migrate -- <command>
  new <name>   write a migration from the difference between prisma/migrations and prisma/schema
  check        fail when they differ
  deploy       apply migrations to DATABASE_URL, or to the embedded database
  status       tell what was applied there, edited afterwards, or changed behind our back`

const commands = { new: writeMigration, check: checkMigrations, deploy, status: printStatus }
const [command, ...args] = process.argv.slice(2)

try {
  if (!Object.hasOwn(commands, command ?? '')) throw new Error(USAGE)
  await commands[command](...args)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function writeMigration(name) {
  if (!/^[a-z][a-z0-9_]*$/.test(name ?? ''))
    throw new Error('Name the migration in snake_case: npm run migrate -- new add_budgets')
  const sql = await onTemporaryDatabase(pendingSql)
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const directory = path.join(migrationsDirectory, `${stamp}_${name}`)
  await mkdir(directory, { recursive: true })
  // Without a difference it is a file for SQL by hand: policies, grants, functions.
  await writeFile(path.join(directory, 'migration.sql'), sql || '-- The schema files need no change.\n')
  console.log(`Wrote ${path.relative(process.cwd(), directory)}/migration.sql`)
}

async function checkMigrations() {
  const sql = await onTemporaryDatabase(pendingSql)
  if (sql) throw new Error(`prisma/migrations lack this (npm run migrate -- new <name> writes it):\n${sql}`)
  console.log('Migrations match the schema.')
}

async function deploy() {
  const applied = await onInstanceDatabase(async (url) => {
    await ensureRoles(url, {
      appUrl: process.env.PAWL_APP_DATABASE_URL,
      systemUrl: process.env.PAWL_SYSTEM_DATABASE_URL,
    })
    return deployMigrations(url)
  })
  console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`)
}

async function printStatus() {
  console.log(JSON.stringify(await onInstanceDatabase(migrationStatus), null, 2))
}

async function onTemporaryDatabase(work) {
  const postgres = await startTemporaryPostgres()
  try {
    const url = postgres.ownerUrl('postgres')
    await ensureRoles(url) // migrations grant to them
    return await work(url)
  } finally {
    await postgres.stop()
  }
}

async function onInstanceDatabase(work) {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL)
  const embedded = await openEmbeddedPostgres()
  try {
    return await work(embedded.ownerUrl)
  } finally {
    if (!embedded.wasRunning) await embedded.stop()
  }
}
