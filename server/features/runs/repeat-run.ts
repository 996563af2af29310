import { findWorkflow, resolveVersion } from '@/server/features/workflows'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { keptForReplay } from '@/server/language/interpreter'
import type { MutationContext } from '@/server/operations'
import { asQueryable, type TenantTransaction } from '@/server/platform/db'
import { type RecordedStep, readSteps } from './run-state'

type Context = Pick<MutationContext<'project'>, 'scope' | 'db'>

export interface RepeatedVersion {
  id: string
  number: number | null
  source: string
  definition: WorkflowDefinition
}

export interface RepeatedRun {
  title: string
  workflowId: string
  inputs: JsonObject
  projectVars: JsonObject
  trigger: JsonObject
  version: RepeatedVersion
}

/** What a new run takes from the one it repeats. */
export async function readRepeated(db: TenantTransaction, runId: string): Promise<RepeatedRun> {
  const run = await db.run.findUniqueOrThrow({
    where: { id: runId },
    select: { inputs: true, projectVars: true, trigger: true, workflow: true, version: true },
  })
  const { id, number, source, definition } = run.version
  return {
    title: run.workflow.title,
    workflowId: run.workflow.id,
    // `createRun` writes objects to these columns.
    inputs: run.inputs as JsonObject,
    projectVars: run.projectVars as JsonObject,
    trigger: run.trigger as JsonObject,
    // Only publishing, trying and the starters write a version, and they write a checked definition.
    version: { id, number, source, definition: definition as unknown as WorkflowDefinition },
  }
}

/** The newest published version of the workflow that a run is of. */
export async function latestVersion({ scope, db }: Context, workflowId: string): Promise<RepeatedVersion> {
  const workflow = await findWorkflow(scope, db, workflowId)
  const { id, number, source, definition } = await resolveVersion(scope, db, workflow, undefined)
  // See `readRepeated`.
  return { id, number, source, definition: definition as unknown as WorkflowDefinition }
}

/** The steps that a replay from `from` need not run again. */
export async function keptSteps(
  db: TenantTransaction,
  runId: string,
  definition: WorkflowDefinition,
  from: string,
): Promise<RecordedStep[]> {
  const result = keptForReplay(definition, await readSteps(asQueryable(db), runId), from)
  if (result.ok) return result.kept
  throw new AppError('invalid_input', `This version of the workflow has no step \`${from}\`.`, {
    details: { issues: [{ path: 'from', message: 'Choose a step of the version that is to run.' }] },
  })
}
