import type { StepKind } from '@/server/language/contracts'
import type { ApprovalConfig } from '@/server/language/definition/kinds'

/** Opens a human gate; the interpreter ends the step when it is decided or due. */
export const approvalStep: StepKind<ApprovalConfig> = {
  kind: 'approval',
  async run({ config, now }) {
    const { timeoutMs, ...request } = config
    const dueAt = timeoutMs === undefined ? undefined : new Date(now.getTime() + timeoutMs).toISOString()
    return { kind: 'waiting', wait: { kind: 'approval', ...(dueAt && { dueAt }), request } }
  },
}
