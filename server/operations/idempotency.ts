import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { JsonValue } from '@/server/kernel/json'
import { Prisma, type TenantTransaction } from '@/server/platform/db'
import type { ScopeOf, Within } from './caller'
import type { Mutation } from './define'

/** A caller's own name for one call, so that a call sent twice happens once. */
export interface IdempotencyKey {
  /** At most 200 characters, unique for what it belongs to. */
  key: string
  /** Of operation and input: the same key with another request is refused. */
  requestHash: string
}

type Claim = { kind: 'fresh'; id: string } | { kind: 'answered'; answer: unknown }

const KEPT_MS = 24 * 3_600_000

/**
 * First use of a key, or the answer of the call it named. Written in the mutation's own transaction: a
 * failed call leaves no key behind, and a second call at the same time waits for the first to end.
 */
export async function claimIdempotencyKey(
  db: TenantTransaction,
  operation: Mutation,
  scope: ScopeOf[Within],
  { key, requestHash }: IdempotencyKey,
  now: Date,
): Promise<Claim> {
  if (scope.within === 'instance')
    throw new AppError(
      'invalid_input',
      `${operation.name} takes no Idempotency-Key: it belongs to no organization.`,
    )
  const { orgId, user } = scope as ScopeOf['org']
  await db.idempotencyKey.deleteMany({ where: { userId: user.userId, key, expiresAt: { lte: now } } })
  const id = newId('idempotency')
  const expiresAt = new Date(now.getTime() + KEPT_MS)
  const created = await db.idempotencyKey.createMany({
    data: {
      id,
      orgId,
      userId: user.userId,
      key,
      operation: operation.name,
      requestHash,
      createdAt: now,
      expiresAt,
    },
    skipDuplicates: true,
  })
  if (created.count === 1) return { kind: 'fresh', id }
  const first = await db.idempotencyKey.findFirst({ where: { userId: user.userId, key } })
  if (!first || first.requestHash !== requestHash || first.operation !== operation.name)
    throw new AppError('conflict', 'This Idempotency-Key was used for another request. Use a new one.')
  if (!first.hasAnswer)
    throw new AppError(
      'conflict',
      'This call was made already. Its answer held something that is shown only once, so it was not kept.',
    )
  return { kind: 'answered', answer: first.answer }
}

/** `undefined`: the answer is not to be kept. */
export async function keepAnswer(db: TenantTransaction, id: string, answer: unknown): Promise<void> {
  const hasAnswer = answer !== undefined
  // An operation's output is JSON by its schema; a JSON null has to be told from SQL's.
  const value = (answer ?? Prisma.JsonNull) as JsonValue as Prisma.InputJsonValue
  await db.idempotencyKey.updateMany({
    where: { id },
    data: { hasAnswer, ...(hasAnswer && { answer: value }) },
  })
}
