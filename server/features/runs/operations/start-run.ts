import { z } from 'zod'
import { appendRunEvents } from '@/server/features/run-events'
import { findWorkflow } from '@/server/features/workflows'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { checkInputs } from '@/server/language/definition'
import { defineMutation } from '@/server/operations'
import { varsFor, writeTrigger } from '../project-vars'

export const startRun = defineMutation({
  name: 'runs.start',
  summary: 'Starts a run of the latest published version of a workflow.',
  within: 'project',
  permission: 'runs.start',
  route: 'POST /runs',
  input: z.object({ workflow: z.string(), inputs: z.record(z.string(), z.json()) }),
  output: z.object({ id: z.string(), number: z.number().int() }),
  audit: (input, output) => ({
    subject: output.id,
    details: { workflow: input.workflow, number: output.number },
  }),
  async run({ scope, db, now, emit }, input) {
    const workflow = await findWorkflow(scope, db, input.workflow)
    const [version] = workflow.versions
    if (!version)
      throw new AppError(
        'invalid_state',
        'This workflow has no published version yet. Publish it, then run it.',
      )
    // Only `publish` and the starters write this column, and they write a checked definition.
    const definition = version.definition as unknown as WorkflowDefinition
    const checked = checkInputs(definition, input.inputs)
    if (!checked.ok)
      throw new AppError('invalid_input', 'Some inputs do not fit this workflow.', {
        details: { issues: checked.problems },
      })
    const projectVars = await varsFor(scope, db, version.source)
    const { orgId, projectId } = scope
    const { lastRunNumber: number } = await db.project.update({
      where: { id: projectId },
      data: { lastRunNumber: { increment: 1 } },
      select: { lastRunNumber: true },
    })
    const id = newId('run')
    await db.run.create({
      data: {
        id,
        orgId,
        projectId,
        workflowId: workflow.id,
        versionId: version.id,
        versionNumber: version.number,
        number,
        title: workflow.title,
        inputs: checked.inputs,
        trigger: writeTrigger({ kind: 'manual', userId: scope.user.userId }, projectVars),
        startedById: scope.user.userId,
        createdAt: now,
      },
      select: { id: true },
    })
    const queued = { type: 'run.queued' as const, by: scope.user.userId, versionNumber: version.number }
    await appendRunEvents(db, { orgId, projectId, runId: id }, [queued], now)
    emit({ name: 'run.requested', data: { runId: id, generation: 1 } })
    return { id, number }
  },
})
