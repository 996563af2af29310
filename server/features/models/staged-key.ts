import { readSecret } from '@/server/features/secrets'
import { AppError } from '@/server/kernel/errors'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import { nextKeySecretName } from './rules'
import { findProvider, noSuchProvider, type ProviderScope, type SavedProvider } from './store'

/** A provider and the key that was put aside for it. */
export async function findStagedKey(
  scope: ProviderScope,
  db: TenantDb | TenantTransaction,
  name: string,
): Promise<{ provider: SavedProvider; secret: string; key: string }> {
  const provider = await findProvider(scope, db, name)
  if (!provider) throw noSuchProvider(name)
  const secret = nextKeySecretName(name)
  const key = await readSecret(scope, db, secret)
  if (key === undefined)
    throw new AppError('invalid_state', `No new key was put aside for "${name}". Give one first.`)
  return { provider, secret, key }
}
