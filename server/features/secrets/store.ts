import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { decrypt, encrypt } from '@/server/platform/crypto'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'

export interface SecretScope {
  orgId: string
  projectId: string
}

type Db = Pick<TenantDb | TenantTransaction, 'secret' | 'user'>

/** Names and dates of a project's secrets, by name. */
export async function listSecrets({ orgId, projectId }: SecretScope, db: Db) {
  const rows = await db.secret.findMany({
    where: { orgId, projectId },
    orderBy: { name: 'asc' },
    select: { name: true, updatedAt: true, createdById: true },
  })
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.createdById))] } },
    select: { id: true, name: true },
  })
  const names = new Map(users.map((user) => [user.id, user.name]))
  return rows.map((row) => ({
    name: row.name,
    updatedAt: row.updatedAt,
    updatedBy: names.get(row.createdById) ?? null,
  }))
}

/** Encrypts and stores a value under a name, in place of an older one. */
export async function storeSecret(
  { orgId, projectId }: SecretScope,
  db: Db,
  secret: { name: string; value: string; userId: string },
): Promise<void> {
  const { name, userId } = secret
  const ciphertext = await encrypt(secret.value)
  await db.secret.upsert({
    where: { projectId_name: { projectId, name } },
    create: { id: newId('secret'), orgId, projectId, name, ciphertext, createdById: userId },
    // Whoever sets a new value is its author.
    update: { ciphertext, createdById: userId },
  })
}

/** Whether there was one to remove. */
export async function removeSecret(
  { orgId, projectId }: SecretScope,
  db: Db,
  name: string,
): Promise<boolean> {
  const { count } = await db.secret.deleteMany({ where: { orgId, projectId, name } })
  return count === 1
}

/** The value, for the network edge only. Throws `invalid_state` where it cannot be decrypted. */
export async function readSecret(
  { orgId, projectId }: SecretScope,
  db: Db,
  name: string,
): Promise<string | undefined> {
  const row = await db.secret.findFirst({ where: { orgId, projectId, name }, select: { ciphertext: true } })
  return row ? open(name, row.ciphertext) : undefined
}

/** Another `PAWL_SECRET_KEY` is an operator's slip, not a bug: the step that needs the value says so. */
async function open(name: string, ciphertext: string): Promise<string> {
  try {
    return await decrypt(ciphertext)
  } catch (cause) {
    throw new AppError(
      'invalid_state',
      `The secret ${name} was stored with another PAWL_SECRET_KEY and cannot be opened. Start Pawl with that key, or set the secret again.`,
      { cause },
    )
  }
}
