import { getOverview } from './operations/get-overview'
import { listWindowRuns } from './operations/list-window-runs'

export const overview = { get: getOverview, runs: listWindowRuns }
