import { appendRunEvents } from '@/server/features/run-events'
import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import type { RunEvent } from '@/server/kernel/run-events'
import type { RunFragment, WorkflowDefinition } from '@/server/language/contracts'
import type { Prisma, TenantTransaction } from '@/server/platform/db'
import { type RunRequest, requestOf } from './run-request'

type KeptStep = Extract<RunEvent, { type: 'step.kept' }>

export interface NewRun {
  workflowId: string
  /** Until the run gives itself another one. */
  title: string
  version: { id: string; number: number | null; definition: WorkflowDefinition }
  inputs: JsonObject
  projectVars: JsonObject
  trigger: JsonObject
  startedById: string | null
  /** The step of another run that starts it. */
  parent?: { runId: string; path: string; attempt: number; depth: number }
  fragment?: RunFragment
  replayOf?: { runId: string; from?: string }
  /** Steps of the run it repeats that need not run again. */
  kept?: KeptStep[]
}

export interface CreatedRun {
  id: string
  number: number
  /** Goes into the outbox in the same transaction. */
  request: RunRequest
}

/** Writes a queued run with the beginning of its log, in the caller's transaction. */
export async function createRun(
  db: TenantTransaction,
  { orgId, projectId }: { orgId: string; projectId: string },
  run: NewRun,
  now: Date,
): Promise<CreatedRun> {
  const { version, parent, fragment, replayOf, kept = [] } = run
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
      workflowId: run.workflowId,
      versionId: version.id,
      versionNumber: version.number,
      number,
      title: run.title,
      inputs: run.inputs,
      projectVars: run.projectVars,
      trigger: run.trigger,
      startedById: run.startedById,
      createdAt: now,
      ...(parent && {
        parentRunId: parent.runId,
        parentPath: parent.path,
        parentAttempt: parent.attempt,
        depth: parent.depth,
      }),
      // A fragment is JSON all through; Prisma's input type cannot see that of an interface.
      ...(fragment && { fragment: fragment as unknown as Prisma.InputJsonObject }),
      ...(replayOf && { replayOfId: replayOf.runId, replayFrom: replayOf.from ?? null }),
    },
    select: { id: true },
  })
  await appendRunEvents(db, { orgId, projectId, runId: id }, [queuedEvent(run), ...kept], now)
  return { id, number, request: requestOf(id, 1, fragment ? undefined : version.definition) }
}

function queuedEvent({ version, parent, replayOf, startedById }: NewRun): RunEvent {
  return {
    type: 'run.queued',
    by: parent ? null : startedById,
    versionNumber: version.number,
    ...(parent && { parent: { runId: parent.runId, path: parent.path } }),
    ...(replayOf && { replayOf }),
  }
}
