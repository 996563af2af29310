import { countApprovals } from './operations/count-approvals'
import { decideApproval } from './operations/decide-approval'
import { getApproval } from './operations/get-approval'
import { listApprovals } from './operations/list-approvals'

export { approvalSummarySchema } from './schema'
export { listApprovals as listApprovalRows, presentSummary as presentApproval } from './store'

export const approvals = {
  list: listApprovals,
  get: getApproval,
  decide: decideApproval,
  count: countApprovals,
}
