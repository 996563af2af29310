import { createHash } from 'node:crypto'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { JsonValue } from '@/server/kernel/json'
import { canonical } from '@/server/language/definition/json-schema'
import type { Queryable, Statement } from '@/server/platform/db'
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
  db: Queryable,
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
  const id = newId('idempotency')
  const expiresAt = new Date(now.getTime() + KEPT_MS)
  await db.query(
    'DELETE FROM "IdempotencyKey" WHERE "userId" = $1 AND key = $2 AND "expiresAt" <= $3::timestamptz',
    [user.userId, key, now.toISOString()],
  )
  const { rows: created } = await db.query(
    `INSERT INTO "IdempotencyKey" (id, "orgId", "userId", key, operation, "requestHash", "createdAt", "expiresAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz)
     ON CONFLICT DO NOTHING RETURNING id`,
    [id, orgId, user.userId, key, operation.name, requestHash, now.toISOString(), expiresAt.toISOString()],
  )
  if (created.length === 1) return { kind: 'fresh', id }
  const { rows } = await db.query<FirstUse>(
    `SELECT operation, "requestHash", "hasAnswer", answer FROM "IdempotencyKey" WHERE "userId" = $1 AND key = $2`,
    [user.userId, key],
  )
  // Not found: the same user used it in another organization, whose rows this one does not see.
  const first = rows[0]
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

interface FirstUse {
  operation: string
  requestHash: string
  hasAnswer: boolean
  answer: unknown
}

/** `undefined`: the answer is not to be kept. */
export function answerStatement(id: string, answer: unknown): Statement {
  const hasAnswer = answer !== undefined
  return {
    name: 'answer',
    text: 'UPDATE "IdempotencyKey" SET "hasAnswer" = $2::boolean, answer = $3::json WHERE id = $1',
    values: [id, hasAnswer, hasAnswer ? JSON.stringify(answer) : null],
  }
}
