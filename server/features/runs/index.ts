import { cancelRun } from './operations/cancel-run'
import { erasePayloadsOperation } from './operations/erase-payloads'
import { getRun } from './operations/get-run'
import { listRunEvents } from './operations/list-run-events'
import { listRuns } from './operations/list-runs'
import { resumeRun } from './operations/resume-run'
import { startRun } from './operations/start-run'

export { cancelActiveRuns } from './cancel-active-runs'
export { eraseOldEvents, eraseOldPayloads } from './erase'
export { runSummarySchema } from './schema'
export { listRuns as listRunRows, presentRun, runSummarySelect, starterNames } from './store'

export const runs = {
  start: startRun,
  list: listRuns,
  get: getRun,
  events: listRunEvents,
  cancel: cancelRun,
  resume: resumeRun,
  erasePayloads: erasePayloadsOperation,
}
