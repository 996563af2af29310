import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Log } from '../log'
import type { Database } from '../store/database'
import { addOwner, beatOwner, freeOrphanedCalls, removeOwner, removeSilentOwners } from '../store/owners'
import { createSilenceWatch } from './silence'

export interface Lease {
  ownerId(): string
  start(): Promise<void>
  /** Renews our own lease, and frees the calls of owners that are dead; gives how many. */
  beat(): Promise<number>
  stop(): Promise<void>
  counts(): { leasesLost: number; callsTakenOver: number; owners: number }
}

/** One lease for each process, not each call: what it holds lives as long as it beats. */
export function createLease(
  db: Database,
  { leaseMs, pulseMs, log }: { leaseMs: number; pulseMs: number; log: Log },
): Lease {
  const watch = createSilenceWatch({ leaseMs, pulseMs })
  let ownerId = newOwnerId()
  let leasesLost = 0
  let callsTakenOver = 0
  let owners = 0

  async function takeNewLease(): Promise<void> {
    leasesLost++
    const lost = ownerId
    const fresh = newOwnerId()
    await addOwner(db, fresh, leaseMs)
    ownerId = fresh
    log('warn', 'The engine lost its lease; its calls under way are stale and go on elsewhere', {
      lost,
      ownerId,
    })
  }

  return {
    ownerId: () => ownerId,
    start: () => addOwner(db, ownerId, leaseMs),
    async beat() {
      const seen = await beatOwner(db, ownerId, leaseMs).catch((error: unknown) => {
        watch.fail()
        throw error
      })
      owners = seen.length
      if (!seen.some((owner) => owner.id === ownerId)) await takeNewLease()
      const silent = watch.look(
        seen.filter((owner) => owner.id !== ownerId),
        performance.now(),
      )
      await removeSilentOwners(db, silent)
      const freed = await freeOrphanedCalls(db)
      callsTakenOver += freed
      if (freed > 0) log('info', 'Calls of a dead owner were freed', { calls: freed })
      return freed
    },
    stop: () => removeOwner(db, ownerId),
    counts: () => ({ leasesLost, callsTakenOver, owners }),
  }
}

function newOwnerId(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`
}
