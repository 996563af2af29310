import { z } from 'zod'
import { namesOf } from '@/server/features/workflows'
import { defineQuery } from '@/server/operations'
import { approvalSchema } from '../schema'
import { asObject, asVerdict, findApproval, presentSummary, refusalFor } from '../store'

export const getApproval = defineQuery({
  name: 'approvals.get',
  summary: 'One approval with its request, form, policy and the decisions so far.',
  within: 'project',
  permission: 'approvals.read',
  route: 'GET /approvals/{approvalId}',
  input: z.object({ approvalId: z.string() }),
  output: approvalSchema,
  async run({ scope, db }, { approvalId }) {
    const row = await findApproval(scope, db, approvalId)
    const names = await namesOf(db, [
      ...row.decisions.map((decision) => decision.userId),
      ...(row.run.startedById ? [row.run.startedById] : []),
    ])
    const nameOf = (userId: string) => names.get(userId) ?? 'a former member'
    return {
      ...presentSummary(scope, row),
      path: row.path,
      body: row.body,
      form: asObject(row.form),
      approverRoles: row.approverRoles,
      quorum: row.quorum,
      allowSelf: row.allowSelf,
      requestedBy: row.run.startedById ? nameOf(row.run.startedById) : null,
      decisions: row.decisions.map((decision) => ({
        by: nameOf(decision.userId),
        verdict: asVerdict(decision.verdict),
        comment: decision.comment,
        values: asObject(decision.values),
        at: decision.createdAt.toISOString(),
      })),
      refusal: refusalFor(scope, row) ?? null,
    }
  },
})
