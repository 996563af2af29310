import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'

/** What people may do with a run depends on this. */
export interface RunState {
  status: RunStatus
  cancelRequested: boolean
  /** Cancelled a second time. */
  isForced: boolean
  isPaused: boolean
  /** What it knew is gone. */
  isErased: boolean
  /** It runs a part of a workflow only: one step that is tried, or items of another run. Null: all of it. */
  part: 'step' | 'items' | null
}

export function mayCancel(run: Pick<RunState, 'status' | 'cancelRequested'>): boolean {
  return !isRunEnded(run.status) && !run.cancelRequested
}

/** It is being cancelled, and takes too long: `finally` and rollback can be left out. */
export function mayForceCancel(run: Pick<RunState, 'status' | 'cancelRequested' | 'isForced'>): boolean {
  return !isRunEnded(run.status) && run.cancelRequested && !run.isForced
}

export function mayPause(run: Pick<RunState, 'status' | 'cancelRequested' | 'isPaused'>): boolean {
  return !isRunEnded(run.status) && !run.isPaused && !run.cancelRequested
}

export function mayContinue(run: Pick<RunState, 'status' | 'isPaused'>): boolean {
  return !isRunEnded(run.status) && run.isPaused
}

/** A run that stopped short can go on from where it stopped, while what it knew is there. */
export function mayResume(
  run: Pick<RunState, 'status' | 'isErased'> & Partial<Pick<RunState, 'part'>>,
): boolean {
  const isShort = run.status === 'failed' || run.status === 'cancelled' || run.status === 'rolled_back'
  return isShort && !run.isErased && (run.part ?? null) === null
}

/** `undoable`: finished steps whose `undo` has not run yet. */
export function mayRollBack(
  run: Pick<RunState, 'status' | 'isErased' | 'part'> & { undoable: readonly unknown[] },
): boolean {
  return isRunEnded(run.status) && !run.isErased && run.part === null && run.undoable.length > 0
}

/** A new run that repeats it, from the start or from one of its steps. */
export function mayReplay(run: Pick<RunState, 'status' | 'isErased' | 'part'>): boolean {
  return isRunEnded(run.status) && !run.isErased && run.part === null
}

/** One of its steps alone, with what that step saw. */
export function mayTryStep(run: Pick<RunState, 'isErased' | 'part'>): boolean {
  return !run.isErased && run.part !== 'step'
}

/** Only what has ended can be erased, and only once. */
export function mayErasePayloads(run: { status: RunStatus; payloadsErasedAt: unknown }): boolean {
  return isRunEnded(run.status) && run.payloadsErasedAt === null
}
