import type pg from 'pg'
import { appendToLog } from '@/server/features/run-events'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import {
  type Acquired,
  type CommitItem,
  type Lease,
  LeaseLost,
  type Pulse,
  type RunSnapshot,
  type RunStore,
  type WaitState,
  type WorkflowDefinition,
} from '@/server/language/contracts'
import { inTransaction, type Queryable, tenantPool } from '@/server/platform/db'
import { announce, announceRun } from '@/server/platform/realtime'
import { readTrigger } from './project-vars'
import { type StepRow, toStepState } from './run-state'
import { asRunStatus } from './store'

/** A lease nobody prolongs for this long is free to take. */
const LEASE_MS = 5_000

/** Runs in Postgres, for the interpreter: plain SQL, pinned to the run's org. */
export function createRunStore(options: { publicUrl: string }): RunStore {
  return {
    acquire: (request) => acquire(request, options.publicUrl),
    commit,
    heartbeat,
    readWaits: ({ orgId, runId }) => readWaits(tenantPool(orgId), runId),
    release,
  }
}

interface RunRow {
  projectId: string
  number: number
  status: string
  generation: number
  inputs: JsonObject
  trigger: JsonObject
  startedAt: Date | null
  resumedAt: Date | null
  cancelRequestedAt: Date | null
  leaseToken: number
  definition: WorkflowDefinition
  urlPath: string
}

async function acquire(
  { orgId, runId, generation }: { orgId: string; runId: string; generation: number },
  publicUrl: string,
): Promise<Acquired> {
  const pool = tenantPool(orgId)
  const { rows } = await pool.query<RunRow>(
    `UPDATE "Run" r
        SET "leaseToken" = r."leaseToken" + 1, "leaseExpiresAt" = now() + $4 * interval '1 millisecond',
            "wakesTaken" = r."wakesRequested"
       FROM "WorkflowVersion" v, "Project" p, "Organization" o
      WHERE r.id = $1 AND r.generation = $2 AND r.status = ANY ($3)
        AND v.id = r."versionId" AND p.id = r."projectId" AND o.id = r."orgId"
        AND (r."leaseExpiresAt" IS NULL OR r."leaseExpiresAt" < now())
  RETURNING r."projectId", r.number, r.status, r.generation, r.inputs, r.trigger, r."startedAt", r."resumedAt",
            r."cancelRequestedAt", r."leaseToken", v.definition,
            o.slug || '/' || p.slug || '/runs/' || r.number AS "urlPath"`,
    [runId, generation, ['queued', 'running', 'waiting'], LEASE_MS],
  )
  const run = rows[0]
  if (!run) return whyNot(pool, runId, generation)
  const lease = { orgId, runId, token: run.leaseToken }
  return {
    kind: 'acquired',
    lease,
    snapshot: await snapshotOf(pool, lease, run, new URL(run.urlPath, publicUrl).href),
  }
}

async function whyNot(pool: pg.Pool, runId: string, generation: number): Promise<Acquired> {
  const { rows } = await pool.query<{ waitMs: number }>(
    `SELECT greatest(0, extract(epoch FROM "leaseExpiresAt" - now()) * 1000)::int AS "waitMs"
       FROM "Run" WHERE id = $1 AND generation = $2 AND status IN ('queued', 'running', 'waiting')`,
    [runId, generation],
  )
  return rows[0] ? { kind: 'busy', retryAfterMs: Math.min(rows[0].waitMs + 20, 1_000) } : { kind: 'ended' }
}

async function snapshotOf(pool: pg.Pool, lease: Lease, run: RunRow, url: string): Promise<RunSnapshot> {
  const { rows: steps } = await pool.query<StepRow>(
    `SELECT path, status, attempt, failures, output, error, continued, "costNanos", "startedAt"
       FROM "StepRun" WHERE "runId" = $1 ORDER BY path`,
    [lease.runId],
  )
  return {
    orgId: lease.orgId,
    projectId: run.projectId,
    runId: lease.runId,
    number: run.number,
    url,
    status: asRunStatus(run.status),
    generation: run.generation,
    definition: run.definition,
    inputs: run.inputs,
    ...readTrigger(run.trigger),
    ...(run.startedAt && { startedAt: run.startedAt.toISOString() }),
    ...(run.resumedAt && { resumedAt: run.resumedAt.toISOString() }),
    cancelRequested: run.cancelRequestedAt !== null,
    steps: steps.map(toStepState),
    waits: await readWaits(pool, lease.runId),
  }
}

async function commit(lease: Lease, items: CommitItem[]): Promise<void> {
  if (items.length === 0) return
  const now = new Date()
  const lastSeq = await inTransaction(tenantPool(lease.orgId), async (client) => {
    const { rows } = await client.query<{ lastSeq: number; projectId: string }>(
      `UPDATE "Run" SET "lastSeq" = "lastSeq" + $3, "leaseExpiresAt" = now() + $4 * interval '1 millisecond'
        WHERE id = $1 AND "leaseToken" = $2 AND "leaseExpiresAt" IS NOT NULL RETURNING "lastSeq", "projectId"`,
      [lease.runId, lease.token, items.length, LEASE_MS],
    )
    const run = rows[0]
    if (!run) throw new LeaseLost(lease.runId)
    const target = { orgId: lease.orgId, projectId: run.projectId, runId: lease.runId }
    await appendToLog(client, target, run.lastSeq - items.length + 1, items, now)
    return run.lastSeq
  })
  announceRun(lease.orgId, lease.runId, lastSeq)
  if (items.some((item) => item.type === 'step.waiting' && 'approval' in item))
    announce(lease.orgId, 'approvals')
}

async function heartbeat(lease: Lease): Promise<Pulse> {
  const { rows } = await tenantPool(lease.orgId).query<Pulse>(
    `UPDATE "Run" r
        SET "leaseExpiresAt" = now() + $3 * interval '1 millisecond', "wakesTaken" = r."wakesRequested"
       FROM (SELECT id, "wakesTaken" FROM "Run" WHERE id = $1 FOR UPDATE) before
      WHERE r.id = before.id AND r."leaseToken" = $2 AND r."leaseExpiresAt" IS NOT NULL
  RETURNING r."cancelRequestedAt" IS NOT NULL AS "cancelRequested",
            r."wakesRequested" > before."wakesTaken" AS woken`,
    [lease.runId, lease.token, LEASE_MS],
  )
  if (!rows[0]) throw new LeaseLost(lease.runId)
  return rows[0]
}

async function release(lease: Lease): Promise<Pulse> {
  const released = await inTransaction(tenantPool(lease.orgId), (client) => giveBack(client, lease))
  if (!released) return { ...(await heartbeat(lease)), woken: true }
  announce(lease.orgId, 'runs')
  return { cancelRequested: false, woken: false }
}

/** Nothing to give back when the world changed since the last look: the wave goes on. */
async function giveBack(client: Queryable, lease: Lease): Promise<boolean> {
  const { rows } = await client.query(
    `UPDATE "Run"
        SET "leaseExpiresAt" = NULL, status = CASE WHEN status = 'running' THEN 'waiting' ELSE status END
      WHERE id = $1 AND "leaseToken" = $2 AND "leaseExpiresAt" IS NOT NULL AND "wakesRequested" = "wakesTaken"
  RETURNING id`,
    [lease.runId, lease.token],
  )
  return rows.length === 1
}

async function readWaits(pool: pg.Pool, runId: string): Promise<WaitState[]> {
  const { rows } = await pool.query<{
    path: string
    kind: WaitState['kind']
    dueAt: Date | null
    resolution: JsonValue
    approvalId: string | null
    onTimeout: WaitState['onTimeout'] | null
  }>(
    'SELECT path, kind, "dueAt", resolution, "approvalId", "onTimeout" FROM "Wait" WHERE "runId" = $1 ORDER BY path',
    [runId],
  )
  return rows.map(({ path, kind, dueAt, resolution, approvalId, onTimeout }) => ({
    path,
    kind,
    ...(dueAt && { dueAt: dueAt.toISOString() }),
    ...(resolution !== null && { resolution }),
    ...(approvalId !== null && { approvalId }),
    ...(onTimeout !== null && { onTimeout }),
  }))
}
