import { systemDb, type TenantTransaction } from '@/server/platform/db'
import type { Profile } from './schema'

const profile = { name: true, timeZone: true, locale: true } as const

export async function readProfile(db: TenantTransaction, userId: string): Promise<Profile> {
  return db.user.findUniqueOrThrow({ where: { id: userId }, select: profile })
}

export async function writeProfile(
  db: TenantTransaction,
  userId: string,
  changed: Partial<Profile>,
): Promise<Profile> {
  return db.user.update({ where: { id: userId }, data: changed, select: profile })
}

export async function readPassword(userId: string): Promise<string> {
  const row = await systemDb().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true },
  })
  return row.passwordHash
}

/** Holds the row, so that a sign-in with the old password waits for what happens next. */
export async function lockPassword(db: TenantTransaction, userId: string): Promise<string> {
  const [row] = await db.$queryRaw<{ passwordHash: string }[]>`
    SELECT "passwordHash" FROM "User" WHERE id = ${userId} FOR NO KEY UPDATE`
  if (!row) throw new Error(`User ${userId} is gone.`)
  return row.passwordHash
}

export async function writePassword(
  db: TenantTransaction,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } })
}

export async function listOrgIds(db: TenantTransaction, userId: string): Promise<string[]> {
  const rows = await db.membership.findMany({ where: { userId }, select: { orgId: true } })
  return rows.map(({ orgId }) => orgId)
}
