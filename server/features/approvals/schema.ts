import { z } from 'zod'
import { APPROVAL_STATUSES } from '@/server/kernel/statuses'

const instant = z.iso.datetime()

export const VERDICTS = ['approve', 'reject'] as const
export type Verdict = (typeof VERDICTS)[number]

export const approvalSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(APPROVAL_STATUSES),
  createdAt: instant,
  dueAt: instant.nullable(),
  decidedAt: instant.nullable(),
  run: z.object({ id: z.string(), number: z.number().int(), title: z.string() }),
  workflow: z.object({ name: z.string(), title: z.string() }),
  /** This member may decide it now. */
  mayDecide: z.boolean(),
})
export type ApprovalSummary = z.output<typeof approvalSummarySchema>

export const decisionSchema = z.object({
  by: z.string(),
  verdict: z.enum(VERDICTS),
  comment: z.string().nullable(),
  /** The form as this member left it. */
  values: z.record(z.string(), z.json()).nullable(),
  at: instant,
})

export const approvalSchema = approvalSummarySchema.extend({
  path: z.string(),
  /** Markdown. */
  body: z.string().nullable(),
  /** JSON Schema of what may be edited before approving; property defaults are what was asked. */
  form: z.record(z.string(), z.json()).nullable(),
  /** Roles that may decide; empty: everybody who may decide approvals. */
  approverRoles: z.array(z.string()),
  quorum: z.number().int(),
  allowSelf: z.boolean(),
  requestedBy: z.string().nullable(),
  decisions: z.array(decisionSchema),
  /** Why this member may not decide, in words; null where they may. */
  refusal: z.string().nullable(),
})
export type Approval = z.output<typeof approvalSchema>
