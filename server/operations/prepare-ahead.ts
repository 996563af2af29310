import { type Queryable, tenantHot } from '@/server/platform/db'
import type { Caller, ScopeOf, Within } from './caller'
import type { Mutation } from './define'

type Scope = ScopeOf[Exclude<Within, 'instance'>]

const MOST = 1_000

/** Scopes in which calls were allowed, by who called what where; the latest ones. */
const allowed = new Map<string, Scope>()

/** An operation that says what it writes in SQL, with who calls it and for which organization or project. */
interface Asked {
  operation: Mutation
  caller: Caller
  input: { orgId?: string; projectId?: string }
}

function keyOf({ operation, caller, input }: Asked): string {
  const who = [caller.user?.userId, caller.apiKey?.apiKeyId]
  return JSON.stringify([operation.name, ...who, input.orgId, input.projectId])
}

/** So that `prepareAhead` expects the next such call to be allowed as well, or no longer. */
export function rememberAllowed(asked: Asked, scope: ScopeOf[Within] | undefined): void {
  if (!('prepare' in asked.operation.body)) return
  const key = keyOf(asked)
  allowed.delete(key)
  if (scope && scope.within !== 'instance') allowed.set(key, scope)
  const [oldest] = allowed.keys()
  if (allowed.size > MOST && oldest !== undefined) allowed.delete(oldest)
}

interface Ahead {
  /** Of what `prepare` gives; for who finds that the caller may. */
  preparing: Promise<unknown>
  /** For who finds that he may not. */
  discard(): void
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
  if (!('prepare' in body) || !body.mayPrepareAhead?.(input as never)) return undefined
  const known = allowed.get(keyOf(asked))
  if (!known || !caller.user) return undefined
  const scope = { ...known, user: caller.user }
  const db = tenantHot(scope.orgId).soon
  // The input was parsed with this operation's own schema, and a call with the same scope was allowed.
  const preparing = body.prepare({ scope, caller, now: new Date(), db } as never, input as never)
  preparing.catch(() => undefined) // Who may call hears it.
  return { preparing, db, discard: () => discardPrepared(operation, preparing) }
}

/** Where nothing is written. */
export function discardPrepared({ body }: Mutation, preparing: Promise<unknown>): void {
  if (!('prepare' in body)) return
  // It is what this operation's own `prepare` gave; where that refused, there is nothing to give back.
  void preparing.then((prepared) => body.discard?.(prepared as never)).catch(() => undefined)
}
