import { getSpend } from './operations/get-spend'

export { insertUsage, recordUsage, type UsageRow } from './store'

export const usage = { spend: getSpend }
