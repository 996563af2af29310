import { availableParallelism } from 'node:os'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '../env'
import { GATHERED_SETTINGS, type Gathered, gatherStatements } from './gathering'
import { PrismaClient } from './generated/client'
import { type SharedPool, TenantPool } from './tenant-pool'
import type { Queryable } from './transaction'
import { createTurns } from './turns'

export type TenantDb = PrismaClient
export type SystemDb = PrismaClient
export type TenantTransaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** For what runs do all the time: statements that find a few rows by an index, each a transaction of its own. */
export interface HotStatements {
  /** Answered when it is on disk. */
  durable: Gathered
  /** What reads, and what says that it need not wait for the disk. Nothing here does. */
  soon: Queryable
}

interface Tenant {
  pool: TenantPool
  hot: HotStatements
  aside: TenantPool
  db: PrismaClient
}

interface Databases {
  app: SharedPool
  hot: SharedPool
  aside: SharedPool
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

/** Nobody may wait for these who holds a lock on a row: the statement before may be waiting for it. */
export function tenantHot(orgId: string): HotStatements {
  return tenant(orgId).hot
}

/**
 * As `tenantPool`, over connections of its own: for a short statement of one's own while one holds a connection of
 * that pool, which might be the last there is.
 */
export function tenantPoolAside(orgId: string): pg.Pool {
  return tenant(orgId).aside
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
  await Promise.all([open.app, open.hot, open.aside].map(({ pool }) => pool.end()).concat(open.system.end()))
}

function tenant(orgId: string): Tenant {
  const { tenants, ...pools } = databases()
  const known = tenants.get(orgId)
  const found = known ?? createTenant(pools, orgId)
  tenants.delete(orgId)
  tenants.set(orgId, found)
  if (tenants.size > MAX_TENANTS) {
    const [oldest] = tenants.keys()
    if (oldest !== undefined) tenants.delete(oldest)
  }
  return found
}

function createTenant({ app, hot, aside }: Omit<Databases, 'tenants'>, orgId: string): Tenant {
  const pool = new TenantPool(app, orgId)
  const hotPool = new TenantPool(hot, orgId)
  const gathered = () => gatherStatements(hotPool, pool, () => hot.turns.hasOthers(orgId))
  return {
    pool,
    hot: { durable: gathered(), soon: gathered() },
    aside: new TenantPool(aside, orgId),
    db: new PrismaClient({ adapter: new PrismaPg(pool) }),
  }
}

function databases(): Databases {
  shared.pawlDatabases ??= open()
  return shared.pawlDatabases
}

function open(): Databases {
  const app = openShared(16, 4)
  const hot = openShared(HOT_CONNECTIONS, Math.ceil(HOT_CONNECTIONS / 2), {
    settings: GATHERED_SETTINGS,
    isKept: true,
  })
  const aside = openShared(2, 2)
  const system = openPool(env().PAWL_SYSTEM_DATABASE_URL, 6)
  return {
    app,
    hot,
    aside,
    system,
    systemDb: new PrismaClient({ adapter: new PrismaPg(system) }),
    tenants: new Map(),
  }
}

const IDLE_MS = 10_000

/** Few, as more of them would only wait for the same processors and the same disk. */
const HOT_CONNECTIONS = Math.min(24, Math.max(6, availableParallelism() * 3))

function openShared(places: number, share: number, options?: PoolOptions): SharedPool {
  return { pool: openPool(env().PAWL_APP_DATABASE_URL, places, options), turns: createTurns(places, share) }
}

interface PoolOptions {
  /** SQL that each connection begins with. */
  settings?: string
  /** Connections stay however long nobody needs them: whoever comes then does not wait for a new one. */
  isKept?: boolean
}

function openPool(
  connectionString: string,
  max: number,
  { settings = '', isKept = false }: PoolOptions = {},
): pg.Pool {
  const idleTimeoutMillis = isKept ? 0 : IDLE_MS
  const pool = new pg.Pool({ connectionString, max, idleTimeoutMillis, keepAlive: true, pipeline: true })
  // Prepared statements keep the plan of their first calls: one that looks into a table of a few pages from end to
  // end must not outlive those pages. Disks that seek slowly are rare.
  pool.on('connect', (client) => {
    client.query(`SET random_page_cost = 1.1; ${settings}`).catch(() => {})
    // Between two owners a connection has no listener; one that Postgres ends just then would end the process.
    client.on('error', () => {})
  })
  // An idle connection that Postgres ends is no failure: the pool opens another.
  pool.on('error', () => {})
  return pool
}
