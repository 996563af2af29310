import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '../env'
import { PrismaClient } from './generated/client'
import { TenantPool } from './tenant-pool'

export type TenantDb = PrismaClient
export type SystemDb = PrismaClient
export type TenantTransaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

interface Tenant {
  pool: TenantPool
  db: PrismaClient
}

interface Databases {
  app: pg.Pool
  system: pg.Pool
  systemDb: PrismaClient
  /** By org, least recently used first. */
  tenants: Map<string, Tenant>
}

/** A client costs 5 ms and 0.75 MB; beyond this many the least recently used are dropped. */
const MAX_TENANTS = 200

// Next loads instrumentation, routes and pages as separate module copies: one set of pools a process.
const shared = globalThis as unknown as { pawlDatabases?: Databases }

/** Prisma pinned to one org. Rows of other orgs do not exist for it. */
export function tenantDb(orgId: string): TenantDb {
  return tenant(orgId).db
}

/** The same pin for plain SQL. */
export function tenantPool(orgId: string): pg.Pool {
  return tenant(orgId).pool
}

/** Sees across tenants, on the tables its policies name. For sign-in, scope look-up and the relay only. */
export function systemDb(): SystemDb {
  return databases().systemDb
}

export function systemPool(): pg.Pool {
  return databases().system
}

export async function closeDatabases(): Promise<void> {
  const open = shared.pawlDatabases
  if (!open) return
  shared.pawlDatabases = undefined
  await Promise.all([open.app.end(), open.system.end()])
}

function tenant(orgId: string): Tenant {
  const { tenants, app } = databases()
  const known = tenants.get(orgId)
  const found = known ?? createTenant(app, orgId)
  tenants.delete(orgId)
  tenants.set(orgId, found)
  if (tenants.size > MAX_TENANTS) {
    const [oldest] = tenants.keys()
    if (oldest !== undefined) tenants.delete(oldest)
  }
  return found
}

function createTenant(app: pg.Pool, orgId: string): Tenant {
  const pool = new TenantPool(app, orgId)
  return { pool, db: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

function databases(): Databases {
  shared.pawlDatabases ??= open()
  return shared.pawlDatabases
}

function open(): Databases {
  const app = openPool(env().PAWL_APP_DATABASE_URL, 16)
  const system = openPool(env().PAWL_SYSTEM_DATABASE_URL, 6)
  return { app, system, systemDb: new PrismaClient({ adapter: new PrismaPg(system) }), tenants: new Map() }
}

function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, keepAlive: true })
  // An idle connection that Postgres ends is no failure: the pool opens another.
  pool.on('error', () => {})
  return pool
}
