import { AppError } from '@/server/kernel/errors'
import type { Queryable } from '@/server/platform/db'
import type { LogBatch, Part } from './log-part'

/** Opens the gates of steps that wait now; closes those that nobody need answer any more. */
export function approvalParts({ projection, approvalIds }: LogBatch): Part[] {
  const { ended, run, mootApprovals, openWaits } = projection
  const parts: Part[] = []
  // The run ended or starts over: what it still asked for is moot.
  if (ended || run.restart)
    parts.push({ name: 'moot', variant: 'all', values: {}, write: (_, at) => cancelPending(at) })
  else if (mootApprovals.length > 0)
    parts.push({
      name: 'moot',
      values: { moot: JSON.stringify(mootApprovals) },
      write: (given, at) =>
        `${cancelPending(at)} AND a.path IN (SELECT json_array_elements_text(${given('moot')}::json))`,
    })
  if (approvalIds.size === 0) return parts
  const asked = [...openWaits.values()].flatMap(({ path, dueAt, approval }) => {
    const id = approvalIds.get(path)
    return approval && id !== undefined ? [{ id, path, dueAt, ...approval }] : []
  })
  const values = { asked: JSON.stringify(asked) }
  return [...parts, { name: 'asked', values, write: (given) => insertApprovals(given('asked')) }]
}

function cancelPending(at: string): string {
  return `UPDATE "Approval" a SET status = 'cancelled', "decidedAt" = ${at}
   FROM run WHERE a."runId" = run.id AND a.status = 'pending'`
}

function insertApprovals(rows: string): string {
  return `INSERT INTO "Approval" (id, "orgId", "projectId", "runId", path, title, body, form, "approverRoles", quorum,
                          "allowSelf", "dueAt")
  SELECT a.id, run."orgId", run."projectId", run.id, a.path, a.title, a.body, a.form,
         ARRAY(SELECT json_array_elements_text(a.approvers->'roles')), (a.approvers->>'quorum')::int,
         (a.approvers->>'allowSelf')::boolean, a."dueAt"
    FROM run, json_to_recordset(${rows}::json)
      AS a(id text, path text, title text, body text, form json, approvers json, "dueAt" timestamptz)`
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
