import { getSpend } from './operations/get-spend'

export { spendSchema } from './schema'
export { insertUsage, recordUsage, spendByDay, type UsageRow } from './store'

export const usage = { spend: getSpend }
