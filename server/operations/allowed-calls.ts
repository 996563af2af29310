import type { Caller, ScopeOf, Within } from './caller'
import type { Mutation } from './define'
import type { Reads } from './recorded-reads'

export type AllowedScope = ScopeOf[Exclude<Within, 'instance'>]

/** A call that was allowed. */
interface Allowed {
  scope: AllowedScope
  /** What it and the ones before it read. */
  reads: Reads
}

const MOST = 1_000

/** By who called what where; the latest ones. */
const allowed = new Map<string, Allowed>()

/** An operation that says what it writes in SQL, with who calls it and for which organization or project. */
export interface Asked {
  operation: Mutation
  caller: Caller
  input: { orgId?: string; projectId?: string }
}

function keyOf({ operation, caller, input }: Asked): string {
  const who = [caller.user?.userId, caller.apiKey?.apiKeyId]
  return JSON.stringify([operation.name, ...who, input.orgId, input.projectId])
}

/** So that the next such call is expected to be allowed as well, or no longer. */
export function rememberAllowed(asked: Asked, scope: ScopeOf[Within] | undefined): void {
  if (!('prepare' in asked.operation.body)) return
  const key = keyOf(asked)
  const reads: Reads = allowed.get(key)?.reads ?? new Map()
  allowed.delete(key)
  if (scope && scope.within !== 'instance') allowed.set(key, { scope, reads })
  const [oldest] = allowed.keys()
  if (allowed.size > MOST && oldest !== undefined) allowed.delete(oldest)
}

/** The last such call that was allowed, where its operation may go by it. */
export function allowedBefore(asked: Asked): Allowed | undefined {
  const { operation, input } = asked
  if (!('prepare' in operation.body) || !operation.body.mayPrepareAhead?.(input as never)) return undefined
  const key = keyOf(asked)
  const known = allowed.get(key)
  if (!known) return undefined
  // The latest ones stay.
  allowed.delete(key)
  allowed.set(key, known)
  return known
}

/** What a call went by is not so any more: it is read anew before it is assumed again. */
export function forgetReads(asked: Asked): void {
  allowed.get(keyOf(asked))?.reads.clear()
}
