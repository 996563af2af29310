import type { Assumed } from '@/server/platform/db'
import { type AllowedScope, type Asked, allowedBefore } from './allowed-calls'
import { recalling } from './recorded-reads'
import { resolveScope } from './resolve-scope'

interface Recalled {
  scope: AllowedScope
  preparing: Promise<unknown>
  /** What the scope and the preparation go by. */
  assumed: Assumed[]
}

/**
 * All that such a call reads, as earlier ones read it: the write asks whether it is still so. `undefined`: not all of
 * it is known, or the call would be refused.
 */
export async function recallPrepared(asked: Asked): Promise<Recalled | undefined> {
  const { operation, caller, input } = asked
  const { body } = operation
  const known = allowedBefore(asked)
  if (!('prepare' in body) || !known || known.reads.size === 0) return undefined
  const assumed: Assumed[] = []
  const db = recalling(known.reads, assumed)
  try {
    const scope = await resolveScope(operation, caller, input, db)
    if (scope.within === 'instance' || !scope.permissions.has(operation.permission as never)) return undefined
    // The input was parsed with this operation's own schema, and a call with the same scope was allowed.
    const context = { scope, caller, now: new Date(), db, isRecalled: true }
    const prepared = await body.prepare(context as never, input as never)
    return { scope, preparing: Promise.resolve(prepared), assumed }
  } catch {
    // Whatever it is, the call that reads anew says it.
    return undefined
  }
}
