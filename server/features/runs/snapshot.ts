import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { RunOutcome, RunPhase } from '@/server/kernel/run-events'
import type {
  Lease,
  RunFragment,
  RunSnapshot,
  RunStop,
  WaitState,
  WorkflowDefinition,
} from '@/server/language/contracts'
import type { Queryable } from '@/server/platform/db'
import { SELECT_STEPS, type StepRow, toStepState } from './run-state'
import { asRunStatus } from './statuses'

/** What `RUN_COLUMNS` gives. */
export interface RunRow {
  projectId: string
  number: number
  status: string
  generation: number
  inputs: JsonObject
  trigger: JsonObject
  projectVars: JsonObject
  startedAt: Date | null
  resumedAt: Date | null
  /** The driver gives a bigint column as text. */
  pausedMs: string
  phase: RunPhase
  outcome: RunOutcome | null
  fragment: RunFragment | null
  stop: RunStop
  isPaused: boolean
}

/** What people asked of a run, as its row says. */
export const STOP = `CASE WHEN r."killRequestedAt" IS NOT NULL THEN 'kill'
  WHEN r."cancelRequestedAt" IS NOT NULL THEN 'cancel' ELSE 'none' END`

export const RUN_COLUMNS = `r."projectId", r.number, r.status, r.generation, r.inputs, r.trigger, r."projectVars",
  r."startedAt", r."resumedAt", r."pausedMs", r.phase, r.outcome, r.fragment, ${STOP} AS stop,
  r."pausedAt" IS NOT NULL AS "isPaused"`

/** A run as the interpreter reads it, with its steps and waits. */
export async function readSnapshot(
  db: Queryable,
  lease: Lease,
  run: RunRow,
  given: { definition: WorkflowDefinition; url: string },
): Promise<RunSnapshot> {
  const { rows: steps } = await db.query<StepRow>(`${SELECT_STEPS} WHERE "runId" = $1 ORDER BY path`, [
    lease.runId,
  ])
  const { startedAt, resumedAt, outcome, fragment } = run
  return {
    orgId: lease.orgId,
    projectId: run.projectId,
    runId: lease.runId,
    number: run.number,
    url: given.url,
    status: asRunStatus(run.status),
    generation: run.generation,
    definition: given.definition,
    inputs: run.inputs,
    projectVars: run.projectVars,
    trigger: run.trigger,
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    ...(resumedAt && { resumedAt: resumedAt.toISOString() }),
    pausedMs: Number(run.pausedMs),
    phase: run.phase,
    ...(outcome && { outcome }),
    ...(fragment && { fragment }),
    stop: run.stop,
    isPaused: run.isPaused,
    steps: steps.map(toStepState),
    waits: await readWaits(db, lease.runId),
  }
}

interface WaitRow {
  path: string
  kind: WaitState['kind']
  dueAt: Date | null
  resolution: JsonValue
  approvalId: string | null
  onTimeout: WaitState['onTimeout'] | null
  eventName: string | null
  since: Date | null
  childRunId: string | null
}

export async function readWaits(db: Queryable, runId: string): Promise<WaitState[]> {
  const { rows } = await db.query<WaitRow>(
    `SELECT path, kind, "dueAt", resolution, "approvalId", "onTimeout", "eventName", since, "childRunId"
       FROM "Wait" WHERE "runId" = $1 ORDER BY path`,
    [runId],
  )
  return rows.map(
    ({ path, kind, dueAt, resolution, approvalId, onTimeout, eventName, since, childRunId }) => ({
      path,
      kind,
      ...(dueAt && { dueAt: dueAt.toISOString() }),
      ...(resolution !== null && { resolution }),
      ...(approvalId !== null && { approvalId }),
      ...(onTimeout !== null && { onTimeout }),
      ...(eventName !== null && { eventName }),
      ...(since && { since: since.toISOString() }),
      ...(childRunId !== null && { childRunId }),
    }),
  )
}
