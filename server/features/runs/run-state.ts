import type { JsonValue } from '@/server/kernel/json'
import { runErrorSchema } from '@/server/kernel/run-events'
import { STEP_STATUSES, type StepStatus } from '@/server/kernel/statuses'
import type { Step, StepState, WorkflowDefinition } from '@/server/language/contracts'
import type { Queryable, TenantDb, TenantTransaction } from '@/server/platform/db'

/** The definition a run is pinned to. */
export async function readDefinition(
  db: Pick<TenantDb | TenantTransaction, 'run'>,
  runId: string,
): Promise<WorkflowDefinition> {
  const run = await db.run.findUniqueOrThrow({
    where: { id: runId },
    select: { version: { select: { definition: true } } },
  })
  // Only publishing, trying and the starters write this column, and they write a checked definition.
  return run.version.definition as unknown as WorkflowDefinition
}

/** A step's row with what names it. */
export interface RecordedStep extends StepState {
  stepId: string
  kind: string
  name?: string
}

/** Every step of a run that has begun, in order of path. */
export async function readSteps(db: Queryable, runId: string): Promise<RecordedStep[]> {
  const { rows } = await db.query<StepRow>(`${SELECT_STEPS} WHERE "runId" = $1 ORDER BY path`, [runId])
  return rows.map((row) => ({
    ...toStepState(row),
    stepId: row.stepId,
    kind: row.kind,
    ...(row.name !== null && { name: row.name }),
  }))
}

export const SELECT_STEPS = `
  SELECT path, "stepId", kind, name, status, attempt, failures, output, error, continued, caught, generated,
         "callDigest", "endedSeq", "costNanos", "startedAt", "finishedAt" FROM "StepRun"`

export interface StepRow {
  path: string
  stepId: string
  kind: string
  name: string | null
  status: string
  attempt: number
  failures: number
  output: unknown
  error: unknown
  continued: boolean
  caught: boolean
  generated: unknown
  callDigest: string | null
  endedSeq: number | null
  /** Drivers give a bigint column as text or as bigint. */
  costNanos: string | bigint | null
  startedAt: Date | null
  finishedAt: Date | null
}

/** A step's row as the interpreter knows it. */
export function toStepState(row: StepRow): StepState {
  return {
    path: row.path,
    status: asStepStatus(row.status),
    attempt: row.attempt,
    failures: row.failures,
    // The column holds what a step succeeded with, which the interpreter checked to be JSON.
    ...(row.output !== null && { output: row.output as JsonValue }),
    ...(row.error !== null && { error: runErrorSchema.parse(row.error) }),
    continued: row.continued,
    ...(row.caught && { caught: true }),
    // The interpreter checked them as it checks a document's steps.
    ...(row.generated !== null && { generated: row.generated as Step[] }),
    ...(row.callDigest !== null && { callDigest: row.callDigest }),
    ...(row.endedSeq !== null && { endedSeq: row.endedSeq }),
    ...(row.finishedAt && { endedAt: new Date(row.finishedAt).toISOString() }),
    ...(row.costNanos !== null && { costNanos: String(row.costNanos) }),
    ...(row.startedAt && { startedAt: new Date(row.startedAt).toISOString() }),
  }
}

function asStepStatus(status: string): StepStatus {
  const known = STEP_STATUSES.find((candidate) => candidate === status)
  if (!known) throw new Error(`Unknown step status in the database: ${status}`)
  return known
}
