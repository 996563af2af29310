import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import type { Status } from '../ui/status-table'

/** The status that a run is shown with: a pause is what matters while it lasts. */
export function shownRunStatus(run: { status: RunStatus; isPaused: boolean }): Status {
  return run.isPaused && !isRunEnded(run.status) ? 'paused' : run.status
}
