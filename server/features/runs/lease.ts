import { randomInt } from 'node:crypto'
import type { Fence } from '@/server/features/run-events'
import type { Lease } from '@/server/language/contracts'
import type { Given } from '@/server/platform/db'

/** A lease nobody prolongs for this long is free to take. */
export const LEASE_MS = 3_000

/** By chance, not counted up: a count that a crash of Postgres took back would name two leases alike. */
export function newToken(): number {
  return randomInt(1, 2 ** 31)
}

const until = (given: Given) => `now() + ${given('leaseMs')}::int * interval '1 millisecond'`

/** Columns of a run under a lease, of `leaseValues`. */
export const LEASE_COLUMNS = {
  leaseToken: (given: Given) => `${given('token')}::int`,
  leaseExpiresAt: until,
}

export function leaseValues({ token }: Lease): { token: number; leaseMs: number } {
  return { token, leaseMs: LEASE_MS }
}

/** Whoever lost the lease commits nothing; a commit prolongs it. */
export function held(lease: Lease): Fence {
  return {
    shape: 'held',
    values: leaseValues(lease),
    where: (given) => `r."leaseToken" = ${given('token')}::int AND r."leaseExpiresAt" IS NOT NULL`,
    set: { leaseExpiresAt: until },
  }
}
