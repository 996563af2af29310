import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import type { JsonValue } from '@/server/kernel/json'
import { receiveSignal } from '../executor/signal'
import type { Database } from '../store/database'

const shape = z.looseObject({ signal: z.string().min(1), data: z.unknown().optional() })

/** Takes a signal; the id of the run that waited for it, `undefined` when none did. */
export async function takeSignal(db: Database, body: unknown): Promise<string | undefined> {
  const parsed = shape.safeParse(body)
  if (!parsed.success)
    throw new AppError('invalid_input', `The signal is not understood: ${z.prettifyError(parsed.error)}`)
  // The body came from JSON.parse.
  const data = (parsed.data.data ?? null) as JsonValue
  return db.transaction((tx) => receiveSignal(tx, parsed.data.signal, data))
}
