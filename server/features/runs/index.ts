import { cancelRun } from './operations/cancel-run'
import { continueRun } from './operations/continue-run'
import { erasePayloadsOperation } from './operations/erase-payloads'
import { getRun } from './operations/get-run'
import { listChildRuns } from './operations/list-children'
import { listRunEvents } from './operations/list-run-events'
import { listRuns } from './operations/list-runs'
import { pauseRun } from './operations/pause-run'
import { replayRun } from './operations/replay-run'
import { resumeRun } from './operations/resume-run'
import { rollBackRun } from './operations/roll-back-run'
import { startRun } from './operations/start-run'
import { tryStep } from './operations/try-step'

export { cancelActiveRuns } from './cancel-active-runs'
export { eraseOldEvents, eraseOldPayloads } from './erase'
export { presentRuns } from './present'
export { runSummarySchema } from './schema'
export { listRuns as listRunRows, NO_ITEMS, runSummarySelect } from './store'

export const runs = {
  start: startRun,
  list: listRuns,
  get: getRun,
  events: listRunEvents,
  children: listChildRuns,
  pause: pauseRun,
  continue: continueRun,
  cancel: cancelRun,
  resume: resumeRun,
  replay: replayRun,
  tryStep,
  rollBack: rollBackRun,
  erasePayloads: erasePayloadsOperation,
}
