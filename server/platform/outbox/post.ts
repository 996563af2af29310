import { newId } from '@/server/kernel/ids'
import type { Statement } from '@/server/platform/db'
import { ringOutbox } from '@/server/platform/realtime'
import type { ClaimedEntry } from './claim'
import { insertEntries, type OutgoingEntry } from './write-rows'

/** A relay that dies holding entries gives them back after this; one that is slower tells them twice. */
export const HOLD_MS = 3_000

/** The relay of this process. */
export interface RelayHere {
  /** Whether it tells such an entry at once; any other one waits to be claimed. */
  takes(entry: OutgoingEntry): boolean
  tell(entries: ClaimedEntry[]): void
}

export interface Post {
  /** Puts the entries into the outbox in the caller's transaction. */
  statement: Statement
  /** For the caller to call after its commit. */
  committed(): void
}

// Next loads instrumentation, routes and pages as separate module copies.
const shared = globalThis as unknown as { pawlRelay?: RelayHere }

/** Has what this process posts told by this relay, until the answer is called. */
export function relayHere(relay: RelayHere): () => void {
  shared.pawlRelay = relay
  return () => {
    if (shared.pawlRelay === relay) shared.pawlRelay = undefined
  }
}

/**
 * What the relay of this process takes is claimed by it from the beginning, so nobody has to look for it; should the
 * process die, it is due when the claim runs out. For everything else a bell rings.
 */
export function post(orgId: string, entries: readonly OutgoingEntry[]): Post {
  const relay = shared.pawlRelay
  const rows = entries.map((entry) => ({
    ...entry,
    id: newId('outbox'),
    heldMs: relay?.takes(entry) ? HOLD_MS : 0,
  }))
  const taken = rows.filter(({ heldMs }) => heldMs > 0)
  return {
    statement: insertEntries(orgId, rows),
    committed() {
      if (relay && taken.length > 0)
        relay.tell(taken.map(({ id, name, data }) => ({ id, orgId, name, data, attempts: 1 })))
      if (taken.length < rows.length) ringOutbox()
    },
  }
}
