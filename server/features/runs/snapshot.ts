import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { RunOutcome, RunPhase } from '@/server/kernel/run-events'
import type {
  Lease,
  RunFragment,
  RunSnapshot,
  RunStop,
  StepState,
  WaitState,
} from '@/server/language/contracts'
import type { Queryable } from '@/server/platform/db'
import { SELECT_STEPS, type StepRow, toStepState } from './run-state'
import { asRunStatus } from './statuses'
import { knownVersion } from './versions'

/** What `RUN_COLUMNS` gives. */
export interface RunRow {
  projectId: string
  versionId: string
  lastSeq: number
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

export const RUN_COLUMNS = `r."projectId", r."versionId", r."lastSeq", r.number, r.status, r.generation, r.inputs, r.trigger, r."projectVars",
  r."startedAt", r."resumedAt", r."pausedMs", r.phase, r.outcome, r.fragment, ${STOP} AS stop,
  r."pausedAt" IS NOT NULL AS "isPaused"`

/** A run as the interpreter reads it, with its steps and waits. */
export async function readSnapshot(
  db: Queryable,
  lease: Lease,
  run: RunRow,
  url: string,
): Promise<RunSnapshot> {
  // With nothing in its log but that it was queued, no step has a row.
  const isNew = run.lastSeq === 1
  const [{ definition }, steps, waits] = await Promise.all([
    knownVersion(db, run.versionId),
    isNew ? [] : readStepStates(db, lease.runId),
    isNew ? [] : readWaits(db, lease.runId),
  ])
  const { startedAt, resumedAt, outcome, fragment } = run
  return {
    orgId: lease.orgId,
    projectId: run.projectId,
    runId: lease.runId,
    number: run.number,
    url,
    status: asRunStatus(run.status),
    generation: run.generation,
    definition,
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
    steps,
    waits,
  }
}

async function readStepStates(db: Queryable, runId: string): Promise<StepState[]> {
  const text = `${SELECT_STEPS} WHERE "runId" = $1 ORDER BY path`
  const { rows } = await db.query<StepRow>({ name: 'steps', text, values: [runId] })
  return rows.map(toStepState)
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

const SELECT_WAITS = `
  SELECT path, kind, "dueAt", resolution, "approvalId", "onTimeout", "eventName", since, "childRunId"
    FROM "Wait" WHERE "runId" = $1 ORDER BY path`

export async function readWaits(db: Queryable, runId: string): Promise<WaitState[]> {
  const { rows } = await db.query<WaitRow>({ name: 'waits', text: SELECT_WAITS, values: [runId] })
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
