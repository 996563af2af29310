import type { JsonValue } from '@/server/kernel/json'
import { runErrorSchema } from '@/server/kernel/run-events'
import { STEP_STATUSES, type StepStatus } from '@/server/kernel/statuses'
import type { StepState, WorkflowDefinition } from '@/server/language/contracts'
import type { TenantTransaction } from '@/server/platform/db'

/** The definition a run is pinned to. */
export async function readDefinition(db: TenantTransaction, runId: string): Promise<WorkflowDefinition> {
  const run = await db.run.findUniqueOrThrow({
    where: { id: runId },
    select: { version: { select: { definition: true } } },
  })
  // Only `publish` and the starters write this column, and they write a checked definition.
  return run.version.definition as unknown as WorkflowDefinition
}

/** Every step of a run that has begun, in order of path. */
export async function readSteps(db: TenantTransaction, runId: string): Promise<StepState[]> {
  const rows = await db.stepRun.findMany({ where: { runId }, orderBy: { path: 'asc' } })
  return rows.map(toStepState)
}

export interface StepRow {
  path: string
  status: string
  attempt: number
  failures: number
  output: unknown
  error: unknown
  continued: boolean
  /** Drivers give a bigint column as text or as bigint. */
  costNanos: string | bigint | null
  startedAt: Date | null
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
    ...(row.costNanos !== null && { costNanos: String(row.costNanos) }),
    ...(row.startedAt && { startedAt: row.startedAt.toISOString() }),
  }
}

function asStepStatus(status: string): StepStatus {
  const known = STEP_STATUSES.find((candidate) => candidate === status)
  if (!known) throw new Error(`Unknown step status in the database: ${status}`)
  return known
}
