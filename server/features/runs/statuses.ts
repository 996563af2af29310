import { RUN_STATUSES, type RunStatus } from '@/server/kernel/statuses'

/** A status as a row holds it; a CHECK keeps others out. */
export function asRunStatus(status: string): RunStatus {
  const known = RUN_STATUSES.find((candidate) => candidate === status)
  if (!known) throw new Error(`Unknown run status in the database: ${status}`)
  return known
}
