import { type Queryable, tenantHot } from '@/server/platform/db'
import { type Asked, allowedBefore } from './allowed-calls'
import type { Mutation } from './define'
import { recording } from './recorded-reads'

interface Ahead {
  /** Of what `prepare` gives; for who finds that the caller may. */
  preparing: Promise<unknown>
  /** For who finds that he may not. */
  discard(): Promise<void>
  /** Sees the organization that the call is about: what is asked of it in the same breath goes in one message. */
  db: Queryable
}

/**
 * Begins what `prepare` reads before it is known whether the caller may, where the last such call was allowed: whose
 * project it is does not change. `undefined`: it waits.
 */
export function prepareAhead(asked: Asked): Ahead | undefined {
  const { operation, caller, input } = asked
  const { body } = operation
  const known = allowedBefore(asked)
  if (!('prepare' in body) || !known || !caller.user) return undefined
  const scope = { ...known.scope, user: caller.user }
  const db = recording(tenantHot(scope.orgId).soon, known.reads)
  // The input was parsed with this operation's own schema, and a call with the same scope was allowed.
  const preparing = body.prepare(
    { scope, caller, now: new Date(), db, isRecalled: false } as never,
    input as never,
  )
  preparing.catch(() => undefined) // Who may call hears it.
  return { preparing, db, discard: () => discardPrepared(operation, preparing) }
}

/** Where nothing is written, before the caller hears of it: what he asks next finds it given back. */
export async function discardPrepared({ body }: Mutation, preparing: Promise<unknown>): Promise<void> {
  if (!('prepare' in body)) return
  // It is what this operation's own `prepare` gave; where that refused, there is nothing to give back.
  await preparing.then((prepared) => body.discard?.(prepared as never)).catch(() => undefined)
}
