import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Log } from '../log'
import type { Database } from '../store/database'
import { addOwner, freeCallsOfDeadOwners, removeOwner, renewOwner } from '../store/owners'

export interface Lease {
  ownerId(): string
  start(): Promise<void>
  /** Renews our own lease and frees the calls of owners whose lease ran out. */
  beat(): Promise<void>
  stop(): Promise<void>
  counts(): { leasesLost: number; callsTakenOver: number }
}

/** One lease for each process, not each call: what it holds lives as long as it beats. */
export function createLease(db: Database, leaseMs: number, log: Log): Lease {
  let ownerId = newOwnerId()
  let leasesLost = 0
  let callsTakenOver = 0

  return {
    ownerId: () => ownerId,
    start: () => addOwner(db, ownerId, leaseMs),
    async beat() {
      if (!(await renewOwner(db, ownerId, leaseMs))) {
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
      const freed = await freeCallsOfDeadOwners(db)
      callsTakenOver += freed
      if (freed > 0) log('info', 'Calls of a dead owner were freed', { calls: freed })
    },
    stop: () => removeOwner(db, ownerId),
    counts: () => ({ leasesLost, callsTakenOver }),
  }
}

function newOwnerId(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`
}
