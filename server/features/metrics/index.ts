import { getSeries } from './operations/get-series'

export { dateOfDay, lastDays } from './calendar'
export { spendOf, sumCounts } from './figures'
export { readCounts } from './store'

export const metrics = { series: getSeries }
