import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, ERRORS } from '@/server/kernel/errors'

const TRIES_FOR_MS = 60_000
const TRY_AGAIN_MS = 100

/** Goes on trying while the database is away. Work that must not be done twice carries an Idempotency-Key. */
export async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + TRIES_FOR_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (isFinal(error) || performance.now() > until) throw error
      await sleep(TRY_AGAIN_MS)
    }
  }
}

/** The product has answered, and would answer the same again. */
function isFinal(error: unknown): boolean {
  return AppError.is(error) && !ERRORS[error.code].retry
}
