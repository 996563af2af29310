import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { requireInputs } from '../check-run-inputs'
import { createRun } from '../create-run'
import { copyBlobs, keptEvents, renamedBlobs } from '../kept-events'
import { lockRun } from '../lock-run'
import { varsFor } from '../project-vars'
import { refuseErased, refusePart } from '../refuse'
import { keptSteps, latestVersion, readRepeated } from '../repeat-run'
import { mayReplay } from '../rules'
import { findRun } from '../store'
import { variablesRead } from '../versions'

export const replayRun = defineMutation({
  name: 'runs.replay',
  summary:
    'Starts a new run like an ended one, from the start or from one of its steps; what came before that keeps its outputs.',
  within: 'project',
  permission: 'runs.start',
  route: 'POST /runs/{runId}/replay',
  input: z.object({
    runId: z.string(),
    /** The path of a step, such as `sweep[3].fetch`; absent: everything runs anew. */
    from: z.string().min(1).max(1_000).optional(),
    version: z.enum(['same', 'latest']).default('same'),
    /** Absent: those of the old run. Steps that are kept still hold what they gave for the old ones. */
    inputs: z.record(z.string(), z.json()).optional(),
  }),
  output: z.object({
    id: z.string(),
    number: z.number().int(),
    /** Steps taken over. */
    kept: z.number().int(),
  }),
  audit: ({ runId, from, version }, { id, number, kept }) => ({
    subject: id,
    details: { replayOf: runId, from: from ?? null, version, number, kept },
  }),
  async run(context, { runId, from, version: wanted, inputs }) {
    const { scope, db, now, emit } = context
    const old = await findRun(scope, db, runId)
    const run = await lockRun(db, old.id)
    refuseErased(run)
    refusePart(run, old.parentRunId)
    if (!mayReplay(run))
      throw new AppError('invalid_state', `Only an ended run can be replayed; this one is ${run.status}.`)
    const repeated = await readRepeated(db, old.id)
    const version = wanted === 'same' ? repeated.version : await latestVersion(context, repeated.workflowId)
    const checked = requireInputs(version.definition, inputs ?? repeated.inputs)
    const steps = from === undefined ? [] : await keptSteps(db, old.id, version.definition, from)
    const kept = renamedBlobs(keptEvents(steps))
    const { id, number, request } = await createRun(
      asQueryable(db),
      { orgId: scope.orgId, projectId: scope.projectId },
      {
        workflowId: repeated.workflowId,
        title: repeated.title,
        version,
        inputs: checked,
        projectVars: await varsFor(scope, asQueryable(db), variablesRead(version.source)),
        // What it was started by is a part of what it repeats.
        trigger: repeated.trigger,
        startedById: scope.user.userId,
        replayOf: { runId: old.id, ...(from !== undefined && { from }) },
        kept: kept.events,
      },
      now,
    )
    await copyBlobs(asQueryable(db), id, kept.ids)
    emit(request)
    return { id, number, kept: kept.events.length }
  },
})
