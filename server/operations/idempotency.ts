import { createHash } from 'node:crypto'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { JsonValue } from '@/server/kernel/json'
import { canonical } from '@/server/language/definition/json-schema'
import { Prisma, type TenantTransaction } from '@/server/platform/db'
import type { ScopeOf, Within } from './caller'
import type { Mutation } from './define'

/** A caller's own name for one call, so that a call sent twice happens once. */
export interface IdempotencyKey {
  /** At most 200 visible characters, unique among the calls of one user. */
  key: string
  /** See `requestHashOf`: the same key with another request is refused. */
  requestHash: string
  /** Told when the answer is the one an earlier call got. */
  onReplay?(): void
}

type Claim = { kind: 'fresh'; id: string } | { kind: 'answered'; answer: unknown }

const KEPT_MS = 24 * 3_600_000

/** Equal for equal requests, whatever the order of the fields. */
export function requestHashOf(operation: string, input: JsonValue): string {
  return createHash('sha256')
    .update(`${operation}\n${canonical(input)}`)
    .digest('hex')
}

/**
 * First use of a key, or the answer of the call it named. Written in the mutation's own transaction: a
 * failed call leaves no key behind, and a second call at the same time waits for the first to end.
 */
export async function claimIdempotencyKey(
  db: TenantTransaction,
  operation: Mutation,
  scope: ScopeOf[Within],
  { key, requestHash, onReplay }: IdempotencyKey,
  now: Date,
): Promise<Claim> {
  if (!('orgId' in scope))
    throw new AppError(
      'invalid_input',
      `${operation.name} takes no Idempotency-Key: it belongs to no organization.`,
    )
  const { orgId, user } = scope
  await db.idempotencyKey.deleteMany({ where: { userId: user.userId, key, expiresAt: { lte: now } } })
  const id = newId('idempotency')
  const created = await db.idempotencyKey.createMany({
    data: {
      id,
      orgId,
      userId: user.userId,
      key,
      operation: operation.name,
      requestHash,
      createdAt: now,
      expiresAt: new Date(now.getTime() + KEPT_MS),
    },
    skipDuplicates: true,
  })
  if (created.count === 1) return { kind: 'fresh', id }
  // Not found: the same user used it in another organization, whose rows this one does not see.
  const first = await db.idempotencyKey.findFirst({ where: { userId: user.userId, key } })
  if (!first || first.requestHash !== requestHash || first.operation !== operation.name)
    throw new AppError('invalid_state', 'This Idempotency-Key was used for another request. Use a new one.')
  if (!first.hasAnswer)
    throw new AppError(
      'conflict',
      'This call was made already. Its answer held something that is shown only once, so it was not kept.',
    )
  onReplay?.()
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
