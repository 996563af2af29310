import { z } from 'zod'
import { appendRunEvents, requestWake } from '@/server/features/run-events'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import { checkValue } from '@/server/language/definition'
import { defineMutation, type MutationContext } from '@/server/operations'
import { isChanged, outcomeOf, prefill } from '../rules'
import { VERDICTS, type Verdict } from '../schema'
import { type ApprovalRow, asObject, findApproval, gateOf, refusalFor } from '../store'

export const decideApproval = defineMutation({
  name: 'approvals.decide',
  summary: 'Approves, with the form as edited, or rejects a request. A request is decided once.',
  within: 'project',
  permission: 'approvals.decide',
  route: 'POST /approvals/{approvalId}/decide',
  input: z.object({
    approvalId: z.string(),
    verdict: z.enum(VERDICTS),
    comment: z.string().trim().max(4_000).optional(),
    /** The form as edited; absent: as it was asked. */
    values: z.record(z.string(), z.json()).optional(),
  }),
  output: z.object({ status: z.enum(['pending', 'approved', 'rejected']), changed: z.boolean() }),
  audit: (input, output) => ({
    subject: input.approvalId,
    details: {
      verdict: input.verdict,
      status: output.status,
      changed: output.changed,
      comment: input.comment ?? null,
    },
  }),
  async run(context, { approvalId, verdict, comment, values: edited }) {
    const { scope, db, now } = context
    const approval = await findApproval(scope, db, approvalId)
    const refusal = refusalFor(scope, approval)
    if (refusal) throw new AppError(approval.status === 'pending' ? 'forbidden' : 'conflict', refusal)
    const form = asObject(approval.form)
    const values = { ...prefill(form), ...edited }
    if (verdict === 'approve') checkForm(form, values)
    const changed = isChanged(form, values)
    const outcome = outcomeOf(gateOf(approval), verdict)
    // The conditional update is the lock: of two decisions at one instant the second finds nothing to decide.
    const claimed = await db.approval.updateMany({
      where: { id: approval.id, status: 'pending' },
      data: outcome ? { status: outcome, decidedAt: now } : { status: 'pending' },
    })
    if (claimed.count !== 1)
      throw new AppError('conflict', 'Somebody else decided this request at the same moment.')
    await db.approvalDecision.create({
      data: {
        id: newId('decision'),
        orgId: scope.orgId,
        approvalId: approval.id,
        userId: scope.user.userId,
        verdict,
        comment: comment || null,
        values,
        createdAt: now,
      },
      select: { id: true },
    })
    if (outcome)
      await wakeRun(context, approval, { outcome, verdict, values, changed, comment: comment || undefined })
    return { status: outcome ?? ('pending' as const), changed }
  },
})

function checkForm(form: JsonObject | null, values: JsonObject): void {
  if (!form) return
  const problems = checkValue(form, values)
  if (problems.length > 0)
    throw new AppError('invalid_input', 'The form has values that do not fit.', {
      details: { issues: problems },
    })
}

interface Decided {
  outcome: 'approved' | 'rejected'
  verdict: Verdict
  values: JsonObject
  changed: boolean
  comment: string | undefined
}

/** Writes the answer where the waiting step looks for it, and rings. */
async function wakeRun(
  { scope, db, now, emit }: MutationContext<'project'>,
  approval: ApprovalRow,
  { outcome, values, changed, comment }: Decided,
): Promise<void> {
  const { runId, path, id: approvalId } = approval
  const resolution = { outcome, values, changed, decidedBy: scope.user.name, comment: comment ?? null }
  await db.wait.updateMany({ where: { runId, path }, data: { resolution } })
  const decided = { type: 'approval.decided' as const, path, approvalId, outcome, by: scope.user.userId }
  const target = { orgId: scope.orgId, projectId: scope.projectId, runId }
  await appendRunEvents(db, target, [{ ...decided, ...(comment && { comment }) }], now)
  emit({ name: 'run.wake', data: { runId, wake: await requestWake(db, runId) } })
}
