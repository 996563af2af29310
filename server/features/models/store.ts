import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import {
  OFFLINE_PROVIDER,
  type ProviderSummary,
  SAVED_PROVIDER_KINDS,
  type SavedProviderKind,
} from './schema'

export interface ProviderScope {
  orgId: string
  projectId: string
}

type Db = Pick<TenantDb | TenantTransaction, 'provider' | 'secret'>

export interface SavedProvider {
  id: string
  name: string
  kind: SavedProviderKind
  baseUrl: string | null
  /** The name of the secret that holds the key. */
  keySecret: string | null
}

const columns = { id: true, name: true, kind: true, baseUrl: true, keySecret: true } as const
const health = { checkedAt: true, checkError: true, checkLatencyMs: true } as const

export async function findProvider(
  { orgId, projectId }: ProviderScope,
  db: Db,
  name: string,
): Promise<SavedProvider | undefined> {
  const row = await db.provider.findFirst({ where: { orgId, projectId, name }, select: columns })
  return row ? { ...row, kind: kindOf(row.kind) } : undefined
}

/** The project's providers by name, then the built-in one. */
export async function listProviders({ orgId, projectId }: ProviderScope, db: Db): Promise<ProviderSummary[]> {
  const rows = await db.provider.findMany({
    where: { orgId, projectId },
    orderBy: { name: 'asc' },
    select: { ...columns, ...health },
  })
  const stored = await db.secret.findMany({
    where: { orgId, projectId, name: { in: rows.flatMap((row) => row.keySecret ?? []) } },
    select: { name: true },
  })
  const keys = new Set(stored.map((secret) => secret.name))
  const saved = rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: kindOf(row.kind),
    baseUrl: row.baseUrl,
    hasKey: row.keySecret !== null && keys.has(row.keySecret),
    keySecret: row.keySecret,
    health: row.checkedAt && {
      checkedAt: row.checkedAt.toISOString(),
      error: row.checkError,
      latencyMs: row.checkLatencyMs,
    },
    isOffline: false,
  }))
  return [...saved, OFFLINE]
}

const OFFLINE: ProviderSummary = {
  id: null,
  name: OFFLINE_PROVIDER,
  kind: OFFLINE_PROVIDER,
  baseUrl: null,
  hasKey: false,
  keySecret: null,
  health: null,
  isOffline: true,
}

/** Adds a provider, or changes the one of that name. `checkedAt`: when it was seen to work as it is saved. */
export async function saveProvider(
  { orgId, projectId }: ProviderScope,
  db: Db,
  provider: Omit<SavedProvider, 'id'> & { checkedAt?: Date },
): Promise<void> {
  const { name, checkedAt = null, ...address } = provider
  // What a check said of the provider before says nothing of it now.
  const settings = { ...address, checkedAt, checkError: null, checkLatencyMs: null }
  await db.provider.upsert({
    where: { projectId_name: { projectId, name } },
    create: { id: newId('provider'), orgId, projectId, name, ...settings },
    update: settings,
  })
}

export async function removeProvider(
  { orgId, projectId }: ProviderScope,
  db: Db,
  name: string,
): Promise<void> {
  const { count } = await db.provider.deleteMany({ where: { orgId, projectId, name } })
  if (count !== 1) throw noSuchProvider(name)
}

export function noSuchProvider(name: string): AppError {
  return new AppError('not_found', `There is no provider named "${name}" in this project.`)
}

function kindOf(kind: string): SavedProviderKind {
  const known = SAVED_PROVIDER_KINDS.find((each) => each === kind)
  if (!known) throw new Error(`Unknown provider kind in the database: ${kind}`)
  return known
}
