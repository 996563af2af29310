import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'

export function mayCancel(run: { status: RunStatus; cancelRequested: boolean }): boolean {
  return !isRunEnded(run.status) && !run.cancelRequested
}

/** A run that stopped short can go on from where it stopped, while what it knew is there. */
export function mayResume(run: { status: RunStatus; isErased: boolean }): boolean {
  return (run.status === 'failed' || run.status === 'cancelled') && !run.isErased
}

/** Only what has ended can be erased, and only once. */
export function mayErasePayloads(run: { status: RunStatus; payloadsErasedAt: unknown }): boolean {
  return isRunEnded(run.status) && run.payloadsErasedAt === null
}
