import { getOverview } from './operations/get-overview'

export const overview = { get: getOverview }
