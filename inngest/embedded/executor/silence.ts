import type { OwnerBeat } from '../store/owners'

export interface SilenceWatch {
  /** Takes in what all others' heartbeats stand at, and names those that are dead. */
  look(owners: OwnerBeat[], nowMs: number): OwnerBeat[]
}

interface Seen {
  beats: string
  sinceMs: number
}

/**
 * Tells the dead from the living by heartbeats that stand still on this process's own, steady clock: a clock that
 * is set forward or back, here or in Postgres, neither kills nor keeps anybody. What an owner did while this
 * process could not look (Postgres was away, the process was stopped) says nothing against it.
 */
export function createSilenceWatch({ leaseMs, pulseMs }: { leaseMs: number; pulseMs: number }): SilenceWatch {
  const blindAfterMs = pulseMs * 3
  let seen = new Map<string, Seen>()
  let lookedAtMs = Number.NEGATIVE_INFINITY

  return {
    look(owners, nowMs) {
      const isBlind = nowMs - lookedAtMs > blindAfterMs
      lookedAtMs = nowMs
      const before = isBlind ? new Map<string, Seen>() : seen
      seen = new Map(
        owners.map(({ id, beats }) => {
          const known = before.get(id)
          return [id, known?.beats === beats ? known : { beats, sinceMs: nowMs }]
        }),
      )
      return owners.filter((owner) => isDead(owner, nowMs - (seen.get(owner.id)?.sinceMs ?? nowMs)))
    },
  }

  function isDead(owner: OwnerBeat, silentMs: number): boolean {
    // A lease that has run out and is not renewed within two beats needs no more waiting: a restart finds it so.
    return silentMs >= leaseMs || (owner.isExpired && silentMs >= pulseMs * 2)
  }
}
