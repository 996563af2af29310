import type { OwnerBeat } from '../store/owners'

export interface SilenceWatch {
  /** Takes in what all others' heartbeats stand at, and names those that are dead. */
  look(owners: OwnerBeat[], nowMs: number): OwnerBeat[]
  /** A look has failed: others may have been unable to beat too. */
  fail(): void
}

interface Seen {
  beats: string
  /** For how long it has been seen to stand still. */
  silentMs: number
  /** The same, since this process last came late to look. */
  watchedMs: number
  wasConnected: boolean
}

/**
 * Tells the dead from the living by heartbeats that stand still on this process's own, steady clock: a clock that
 * is set forward or back, here or in Postgres, neither kills nor keeps anybody. Where this process could not look
 * (Postgres was away, the process was stopped), others may have been unable to beat: of such a gap no more counts
 * than a look that is a little late. Not nothing: one that is too busy to look in time still finds the dead.
 */
export function createSilenceWatch({ leaseMs, pulseMs }: { leaseMs: number; pulseMs: number }): SilenceWatch {
  const lateAfterMs = pulseMs * 3
  let seen = new Map<string, Seen>()
  let lookedAtMs = Number.NEGATIVE_INFINITY
  let hasFailed = false

  return {
    look(owners, nowMs) {
      const gapMs = nowMs - lookedAtMs
      const isLate = hasFailed || gapMs > lateAfterMs
      const before = seen
      lookedAtMs = nowMs
      hasFailed = false
      seen = new Map(owners.map((owner) => [owner.id, seenOf(owner, before.get(owner.id), gapMs, isLate)]))
      return owners.filter((owner) => isDead(owner, seen.get(owner.id)))
    },
    fail() {
      hasFailed = true
    },
  }

  function seenOf(
    { beats, isConnected }: OwnerBeat,
    known: Seen | undefined,
    gapMs: number,
    isLate: boolean,
  ): Seen {
    if (known?.beats !== beats) return { beats, silentMs: 0, watchedMs: 0, wasConnected: isConnected }
    return {
      beats,
      silentMs: known.silentMs + Math.min(gapMs, lateAfterMs),
      watchedMs: isLate ? 0 : known.watchedMs + gapMs,
      // A pooler between us and Postgres gives connections names of its own, or none.
      wasConnected: known.wasConnected || isConnected,
    }
  }

  function isDead({ isExpired, isConnected }: OwnerBeat, of: Seen | undefined): boolean {
    if (!of) return false
    // A lease that has run out and is not renewed within two beats needs no more waiting: a restart finds it so.
    if (isExpired && of.watchedMs >= pulseMs * 2) return true
    // Nor does a process that is gone. One that lives, and lost its connection, beats over another one.
    if (of.wasConnected && !isConnected && of.watchedMs >= pulseMs * 3) return true
    return of.silentMs >= leaseMs
  }
}
