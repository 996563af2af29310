import { z } from 'zod'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { RUN_PHASES, type RunPhase, runErrorSchema } from '@/server/kernel/run-events'
import { isRunEnded } from '@/server/kernel/statuses'
import { undoableSteps } from '@/server/language/interpreter'
import { defineQuery } from '@/server/operations'
import { asQueryable, type TenantDb } from '@/server/platform/db'
import { presentRuns } from '../present'
import { readDefinition, readSteps } from '../run-state'
import { runSchema } from '../schema'
import { asRunStatus } from '../statuses'
import { findRun } from '../store'

/** More would fill a page, not help on it. */
const MAX_UNDOABLE = 1_000

export const getRun = defineQuery({
  name: 'runs.get',
  summary: 'One run by id or number, with inputs, output and error.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /runs/{run}',
  input: z.object({ run: z.string() }),
  output: runSchema,
  async run({ scope, db }, input) {
    const row = await findRun(scope, db, input.run)
    const [[summary], childCount, waiting, undoable] = await Promise.all([
      presentRuns(db, [row]),
      db.run.count({ where: { parentRunId: row.id } }),
      db.concurrencySlot.count({ where: { runId: row.id, path: '', isHeld: false } }),
      undoableOf(db, row),
    ])
    if (!summary) throw new Error('One row is one run.')
    return {
      ...summary,
      // `createRun` writes an object here.
      inputs: row.inputs as JsonObject,
      // The interpreter checked the output to be JSON.
      output: row.output as JsonValue,
      error: row.error === null ? null : runErrorSchema.parse(row.error),
      generation: row.generation,
      phase: asPhase(row.phase),
      lastSeq: row.lastSeq,
      isForced: row.killRequestedAt !== null,
      pausedAt: row.pausedAt?.toISOString() ?? null,
      isKeptBack: waiting > 0,
      childCount,
      undoable,
      payloadsErasedAt: row.payloadsErasedAt?.toISOString() ?? null,
      eventsErasedAt: row.eventsErasedAt?.toISOString() ?? null,
    }
  },
})

async function undoableOf(
  db: TenantDb,
  { id, status, payloadsErasedAt }: { id: string; status: string; payloadsErasedAt: Date | null },
): Promise<string[]> {
  if (!isRunEnded(asRunStatus(status)) || payloadsErasedAt !== null) return []
  const definition = await readDefinition(db, id)
  if (!JSON.stringify(definition).includes('"undo"') && !(await hasMadeUp(db, id))) return []
  return undoableSteps(definition, await readSteps(asQueryable(db), id)).slice(0, MAX_UNDOABLE)
}

/** Steps that a step made up may say how they are undone. */
async function hasMadeUp(db: TenantDb, runId: string): Promise<boolean> {
  const { rows } = await asQueryable(db).query(
    'SELECT 1 FROM "StepRun" WHERE "runId" = $1 AND generated IS NOT NULL LIMIT 1',
    [runId],
  )
  return rows.length > 0
}

function asPhase(phase: string): RunPhase {
  const known = RUN_PHASES.find((candidate) => candidate === phase)
  if (!known) throw new Error(`Unknown phase in the database: ${phase}`)
  return known
}
