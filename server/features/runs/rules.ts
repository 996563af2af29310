import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'

export function mayCancel(run: { status: RunStatus; cancelRequested: boolean }): boolean {
  return !isRunEnded(run.status) && !run.cancelRequested
}

/** A run that stopped short can go on from where it stopped. */
export function mayResume(run: { status: RunStatus }): boolean {
  return run.status === 'failed' || run.status === 'cancelled'
}
