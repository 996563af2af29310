import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import type { JsonValue } from '@/server/kernel/json'
import type { RunFragment } from '@/server/language/contracts'
import { recordedScope } from '@/server/language/interpreter'
import { defineMutation } from '@/server/operations'
import { asQueryable, type Queryable, type TenantTransaction } from '@/server/platform/db'
import { createRun } from '../create-run'
import { lockRun } from '../lock-run'
import { refuseErased, refusePart } from '../refuse'
import { readRepeated } from '../repeat-run'
import { mayTryStep } from '../rules'
import { readSteps } from '../run-state'
import { findRun } from '../store'

export const tryStep = defineMutation({
  name: 'runs.tryStep',
  summary: 'Runs one step of a run again, alone, as a new run: it sees what it saw then.',
  within: 'project',
  permission: 'runs.start',
  route: 'POST /runs/{runId}/try-step',
  input: z.object({
    runId: z.string(),
    /** Of a step of the document that has begun, such as `sweep[3].fetch`. */
    path: z.string().min(1).max(1_000),
  }),
  output: z.object({ id: z.string(), number: z.number().int() }),
  audit: ({ runId, path }, { id, number }) => ({ subject: id, details: { tryOf: runId, path, number } }),
  async run({ scope, db, now, emit }, { runId, path }) {
    const old = await findRun(scope, db, runId)
    const run = await lockRun(db, old.id)
    refuseErased(run)
    if (!mayTryStep(run)) refusePart(run, old.parentRunId)
    const repeated = await readRepeated(db, old.id)
    const { version } = repeated
    const steps = await readSteps(asQueryable(db), old.id)
    if (!steps.some((step) => step.path === path))
      throw new AppError(
        'not_found',
        `No step has begun at \`${path}\` in this run, so there is nothing to try.`,
      )
    const fragment = await readFragment(db, old.id)
    const inputs = await readInputs(asQueryable(db), old.id, path)
    const { definition } = version
    const recorded = recordedScope({ definition, steps, inputs, ...(fragment && { fragment }) }, path)
    if (!recorded.ok) throw refusal(recorded.why, path)
    const { id, number, request } = await createRun(
      asQueryable(db),
      { orgId: scope.orgId, projectId: scope.projectId },
      {
        ...repeated,
        title: `${repeated.title} · ${path}`,
        startedById: scope.user.userId,
        fragment: { kind: 'step', path, scope: recorded.scope },
        replayOf: { runId: old.id, from: path },
      },
      now,
    )
    emit(request)
    return { id, number }
  },
})

function refusal(why: 'not_in_document' | 'not_recorded', path: string): AppError {
  return why === 'not_in_document'
    ? new AppError(
        'invalid_state',
        `\`${path}\` is no step of the document: code called it, a step made it up, or it undoes another one. Try the step that it belongs to.`,
      )
    : new AppError(
        'invalid_state',
        `What the step at \`${path}\` saw is not recorded whole, because it was large or sensitive. Replay the run from this step instead.`,
      )
}

async function readFragment(db: TenantTransaction, runId: string): Promise<RunFragment | undefined> {
  const run = await db.run.findUniqueOrThrow({ where: { id: runId }, select: { fragment: true } })
  // `createRun` writes fragments to this column.
  return (run.fragment as unknown as RunFragment | null) ?? undefined
}

/** What the log tells of the configuration of each `forEach` around a path, as evaluated when it last began. */
async function readInputs(db: Queryable, runId: string, path: string): Promise<Map<string, JsonValue>> {
  const around = [...path.matchAll(/\[/g)].map((match) => path.slice(0, match.index))
  if (around.length === 0) return new Map()
  const { rows } = await db.query<{ path: string; input: JsonValue }>(
    `SELECT DISTINCT ON (path) path, data->'input' AS input FROM "RunEvent"
      WHERE "runId" = $1 AND type = 'step.started' AND path IN (SELECT jsonb_array_elements_text($2::jsonb))
      ORDER BY path, seq DESC`,
    [runId, JSON.stringify(around)],
  )
  return new Map(rows.map((row) => [row.path, row.input]))
}
