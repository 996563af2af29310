import { newId } from '@/server/kernel/ids'
import { hashToken, newToken } from '@/server/platform/crypto'
import { systemDb } from '@/server/platform/db'
import { env } from '@/server/platform/env'

const LINK_LIFE_MS = 24 * 3_600_000

/** A fresh one-time link that makes the first owner; earlier ones stop working. */
export async function createOwnerLink(): Promise<{ url: string } | { alreadyOwned: true }> {
  const db = systemDb()
  if (await isOwned()) return { alreadyOwned: true }
  const token = newToken()
  await db.$transaction([
    db.ownerLink.deleteMany({ where: { usedAt: null } }),
    db.ownerLink.create({
      data: {
        id: newId('ownerLink'),
        tokenHash: hashToken(token),
        expiresAt: new Date(Date.now() + LINK_LIFE_MS),
      },
    }),
  ])
  return { url: `${env().PAWL_URL}/welcome?token=${token}` }
}

/** Whether somebody owns this instance already. */
export async function isOwned(): Promise<boolean> {
  return (await systemDb().user.findFirst({ select: { id: true } })) !== null
}
