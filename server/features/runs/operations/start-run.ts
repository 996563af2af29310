import { z } from 'zod'
import { findWorkflow, keepTriedDraft, sourceSchema } from '@/server/features/workflows'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import { defineSqlMutation, type ProjectScope, type Sending } from '@/server/operations'
import { tenantDb } from '@/server/platform/db'
import { type Beginning, beginHere } from '../begin-here'
import { requireInputs } from '../check-run-inputs'
import { type NewRun, plannedRun, queuedRow } from '../create-run'
import { varsFor } from '../project-vars'
import { requireStartable, type Startable } from '../startable'
import { type Numbered, numbered } from '../take-number'
import { variablesRead } from '../versions'

interface NumberedRun extends NewRun, Numbered {
  number: number
  /** Nothing that a wave does before its first commit relies on the run's row. */
  mayBeginUnwritten: boolean
}

export const startRun = defineSqlMutation({
  name: 'runs.start',
  summary: 'Starts a run of a workflow: of its latest published version, of another one, or of a draft.',
  within: 'project',
  permission: 'runs.start',
  route: 'POST /runs',
  input: z.object({
    workflow: z.string(),
    inputs: z.record(z.string(), z.json()),
    /** A number or a label; absent: the latest one. */
    version: z.union([z.number().int().positive(), z.string().max(40)]).optional(),
    /** Tries this text without publishing it, which needs `workflows.edit` too. */
    draft: z.object({ source: sourceSchema }).optional(),
  }),
  output: z.object({ id: z.string(), number: z.number().int() }),
  audit: (input, output) => ({
    subject: output.id,
    details: {
      workflow: input.workflow,
      number: output.number,
      ...(input.version !== undefined && { version: input.version }),
      ...(input.draft && { draft: true }),
    },
  }),
  // A draft is kept.
  mayPrepareAhead: ({ draft }) => draft === undefined,
  async prepare(
    { scope, db, isRecalled },
    { workflow, inputs, version: wanted, draft },
  ): Promise<NumberedRun> {
    if (draft && wanted !== undefined)
      throw new AppError('invalid_input', 'Give a `version` or a `draft`, not both.')
    const plan = async () => {
      const { workflowId, title, version } = draft
        ? await triedDraft(scope, workflow, draft.source)
        : await requireStartable(db, scope, workflow, wanted)
      const checked: JsonObject = requireInputs(version.definition, inputs)
      return {
        workflowId,
        title,
        version,
        mayBeginUnwritten: !version.takesPlaces,
        inputs: checked,
        projectVars: await varsFor(scope, db, version.reads),
        trigger: { kind: 'manual', userId: scope.user.userId },
        startedById: scope.user.userId,
      }
    }
    return numbered(scope, plan, { isRecalled })
  },
  discard: (run) => run.giveBack(),
  async write({ scope, now, emit, sending }, run) {
    const id = newId('run')
    if (sending) run.holdUntil(sending.written)
    const begun = run.mayBeginUnwritten && sending ? beginAhead(scope, id, run, sending) : undefined
    const { number, request, statement } = await plannedRun(scope, { ...run, id, lease: begun?.lease }, now)
    emit(request)
    return { output: { id, number }, statement: () => statement(begun?.first()), assumed: run.assumed }
  },
})

function beginAhead(
  { orgId, projectId, path }: ProjectScope,
  runId: string,
  run: NumberedRun,
  sending: Sending,
): Beginning | undefined {
  const row = queuedRow({ orgId, projectId }, run, run.number)
  const fresh = { row, urlPath: `${path}/runs/${run.number}`, now: run.now }
  return beginHere({ orgId, runId, generation: row.generation }, fresh, sending)
}

/** A draft is kept before its run is: one that comes to nothing is found again by the next try. */
async function triedDraft(scope: ProjectScope, name: string, source: string): Promise<Startable> {
  const db = tenantDb(scope.orgId)
  const workflow = await findWorkflow(scope, db, name)
  const { versionId: id, definition } = await keepTriedDraft({ scope, db }, workflow, source)
  const version = { id, number: null, definition, reads: variablesRead(source), takesPlaces: true }
  return { workflowId: workflow.id, title: workflow.title, version }
}
