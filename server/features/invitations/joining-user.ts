import type { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { Caller } from '@/server/operations'
import { hashPassword } from '@/server/platform/crypto'
import type { TenantTransaction } from '@/server/platform/db'
import type { newAccountSchema } from './schema'

interface JoiningUser {
  userId: string
  email: string
}

/** Who accepts: the signed-in person, or a new account with the invited address. */
export async function joiningUser(
  db: TenantTransaction,
  caller: Caller,
  email: string,
  account: z.output<typeof newAccountSchema> | undefined,
): Promise<JoiningUser> {
  if (caller.user) return { userId: caller.user.userId, email: caller.user.email }
  if ((await db.user.count({ where: { email } })) > 0) throw signInFirst(email)
  if (!account)
    throw new AppError('invalid_input', 'Give a name and a password for your account.', {
      details: { issues: [{ path: 'account', message: 'Give a name and a password.' }] },
    })
  const userId = newId('user')
  const passwordHash = await hashPassword(account.password)
  const { count } = await db.user.createMany({
    data: { id: userId, email, name: account.name, passwordHash },
    skipDuplicates: true,
  })
  // Another invitation to the same address was accepted at this moment.
  if (count === 0) throw signInFirst(email)
  return { userId, email }
}

function signInFirst(email: string): AppError {
  return new AppError('unauthenticated', `Sign in first: ${email} has an account.`)
}
