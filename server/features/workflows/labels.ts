import { AppError } from '@/server/kernel/errors'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import { findVersion, type WorkflowScope } from './store'

type Db = TenantDb | TenantTransaction

/** The version that a label of a workflow stands for, or undefined. */
export async function findLabel(scope: WorkflowScope, db: Db, workflowId: string, name: string) {
  const label = await db.workflowLabel.findFirst({
    where: { projectId: scope.projectId, workflowId, name },
    select: { version: true },
  })
  return label?.version
}

export function countLabels(scope: WorkflowScope, db: Db, workflowId: string): Promise<number> {
  return db.workflowLabel.count({ where: { projectId: scope.projectId, workflowId } })
}

export interface LabelPlace {
  workflowId: string
  name: string
  versionId: string
  userId: string
}

export async function writeLabel(scope: WorkflowScope, db: Db, label: LabelPlace): Promise<void> {
  const { workflowId, name, versionId, userId } = label
  const { orgId, projectId } = scope
  await db.workflowLabel.upsert({
    where: { workflowId_name: { workflowId, name } },
    create: { orgId, projectId, workflowId, name, versionId, updatedById: userId },
    update: { versionId, updatedById: userId },
    select: { name: true },
  })
}

/** Whether there was one. */
export async function deleteLabel(
  scope: WorkflowScope,
  db: Db,
  workflowId: string,
  name: string,
): Promise<boolean> {
  const { count } = await db.workflowLabel.deleteMany({
    where: { projectId: scope.projectId, workflowId, name },
  })
  return count === 1
}

/**
 * The published version that a number, a label, `latest` or nothing (the latest one) means. Refuses with
 * `not_found`, or `invalid_state` where nothing is published yet.
 */
export async function resolveVersion(
  scope: WorkflowScope,
  db: Db,
  workflow: { id: string; name: string; latestVersion: number },
  reference: number | string | undefined,
) {
  if (workflow.latestVersion === 0)
    throw new AppError(
      'invalid_state',
      'This workflow has no published version yet. Publish it, then run it.',
    )
  if (reference === undefined || reference === 'latest')
    return findVersion(scope, db, workflow.id, workflow.latestVersion)
  if (typeof reference === 'number' || /^\d{1,9}$/.test(reference))
    return findVersion(scope, db, workflow.id, Number(reference))
  const labelled = await findLabel(scope, db, workflow.id, reference)
  if (!labelled)
    throw new AppError('not_found', `The workflow ${workflow.name} has no version labelled “${reference}”.`)
  return labelled
}
