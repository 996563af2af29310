import {
  mayCancel,
  mayContinue,
  mayErasePayloads,
  mayForceCancel,
  mayPause,
  mayReplay,
  mayResume,
  mayRollBack,
} from '@/server/features/runs/rules'
import type { Permission } from '@/server/kernel/permissions'
import type { RunView } from '@/server/kernel/run-view'
import type { Run } from './run'

/** What the reader may do with a run as it stands. */
export interface RunOffers {
  pause: boolean
  continue: boolean
  cancel: boolean
  /** Cancel without `finally` and rollback: it is being cancelled already. */
  stop: boolean
  resume: boolean
  replay: boolean
  rollBack: boolean
  erase: boolean
}

export interface Offering {
  run: Pick<
    Run,
    | 'status'
    | 'cancelRequested'
    | 'isForced'
    | 'isPaused'
    | 'part'
    | 'undoable'
    | 'payloadsErasedAt'
    | 'eventsErasedAt'
  >
  /** The log is ahead of the row by a moment. */
  view: Pick<RunView, 'status' | 'isCancelRequested' | 'isCancelForced' | 'pausedAt'> | undefined
  can: (permission: Permission) => boolean
}

export function offersOf({ run, view, can }: Offering): RunOffers {
  const state = {
    status: view?.status ?? run.status,
    cancelRequested: view?.isCancelRequested ?? run.cancelRequested,
    isForced: view?.isCancelForced ?? run.isForced,
    isPaused: view ? view.pausedAt !== undefined : run.isPaused,
    isErased: run.payloadsErasedAt !== null || run.eventsErasedAt !== null,
    part: run.part,
  }
  return {
    pause: can('runs.cancel') && mayPause(state),
    continue: can('runs.cancel') && mayContinue(state),
    cancel: can('runs.cancel') && mayCancel(state),
    stop: can('runs.cancel') && mayForceCancel(state),
    resume: can('runs.resume') && mayResume(state),
    replay: can('runs.start') && mayReplay(state),
    rollBack: can('runs.rollBack') && mayRollBack({ ...state, undoable: run.undoable }),
    erase: can('runs.erase') && mayErasePayloads({ ...run, status: state.status }),
  }
}
