import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { ApprovalRequest } from '@/server/language/contracts'
import type { Queryable } from '@/server/platform/db'

interface NewApproval {
  orgId: string
  projectId: string
  runId: string
  path: string
  dueAt: string | undefined
}

/** Opens the gate of a waiting step, in the transaction that makes the step wait. */
export async function openApproval(
  db: Queryable,
  target: NewApproval,
  request: ApprovalRequest,
): Promise<string> {
  const id = newId('approval')
  const { approvers } = request
  await db.query(
    `INSERT INTO "Approval" (id, "orgId", "projectId", "runId", path, title, body, form, "approverRoles", quorum, "allowSelf", "dueAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::json, ARRAY(SELECT jsonb_array_elements_text($9::jsonb)), $10::int, $11::boolean, $12::timestamptz)`,
    [
      id,
      target.orgId,
      target.projectId,
      target.runId,
      target.path,
      request.title,
      request.body ?? null,
      request.form ? JSON.stringify(request.form) : null,
      JSON.stringify(approvers.roles),
      approvers.quorum,
      approvers.allowSelf,
      target.dueAt ?? null,
    ],
  )
  return id
}

/** Nobody decided in time. A decision that came first stands: then this is a conflict, and the wave looks again. */
export async function expireApproval(db: Queryable, approvalId: string, now: Date): Promise<void> {
  const { rows } = await db.query(
    `UPDATE "Approval" SET status = 'expired', "decidedAt" = $2::timestamptz
      WHERE id = $1 AND status = 'pending' RETURNING id`,
    [approvalId, now.toISOString()],
  )
  if (rows.length === 0) throw new AppError('conflict', 'Somebody decided this request at the last moment.')
}

/** The steps at these paths were stopped: what they still asked for is moot. */
export async function closeApprovalsAt(
  db: Queryable,
  runId: string,
  paths: string[],
  now: Date,
): Promise<void> {
  if (paths.length === 0) return
  await db.query(
    `UPDATE "Approval" SET status = 'cancelled', "decidedAt" = $3::timestamptz
      WHERE "runId" = $1 AND status = 'pending' AND path IN (SELECT jsonb_array_elements_text($2::jsonb))`,
    [runId, JSON.stringify(paths), now.toISOString()],
  )
}

/** The run ended or starts over: what it still asked for is moot. */
export async function closeApprovals(db: Queryable, runId: string, now: Date): Promise<void> {
  await db.query(
    `UPDATE "Approval" SET status = 'cancelled', "decidedAt" = $2::timestamptz WHERE "runId" = $1 AND status = 'pending'`,
    [runId, now.toISOString()],
  )
}
