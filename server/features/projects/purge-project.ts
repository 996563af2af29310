import { newId } from '@/server/kernel/ids'
import { inTransaction, systemDb, tenantDb, tenantPool } from '@/server/platform/db'
import { announce } from '@/server/platform/realtime'

interface ProjectScope {
  orgId: string
  projectId: string
}

/** With their logs: short transactions, so that nobody waits long for a row that one of them holds. */
const RUNS_A_BATCH = 200

/**
 * What a project owns and no foreign key takes along. Versions go with their workflow, logs, steps and
 * approvals with their run. The audit log and the usage ledger stay for as long as the organization lives.
 */
const OWNED = [
  'Secret',
  'Provider',
  'Setting',
  'Variable',
  'Event',
  'StepCache',
  'RunMetricDelta',
  'RunMetric',
  'Workflow',
] as const

/** Projects whose time to be restored is over, in organizations that go on. */
export async function listDueProjects(now: Date) {
  return systemDb().project.findMany({
    where: { deletionDueAt: { lte: now }, org: { deletionDueAt: null } },
    orderBy: { deletionDueAt: 'asc' },
    select: { id: true, orgId: true, name: true },
  })
}

/** From here on nobody can restore it. False: it was restored just now. */
export async function claimProject({ orgId, projectId }: ProjectScope, now: Date): Promise<boolean> {
  const { count } = await tenantDb(orgId).project.updateMany({
    where: { id: projectId, orgId, deletionDueAt: { lte: now } },
    data: { deletedById: null },
  })
  return count === 1
}

/** Deletes a claimed project with all it owns. False: the time was over first; ask again. */
export async function purgeProject(
  { orgId, projectId, name }: ProjectScope & { name: string },
  untilMs: number,
): Promise<boolean> {
  if (!(await deleteRuns({ orgId, projectId }, untilMs))) return false
  await inTransaction(tenantPool(orgId), async (client) => {
    for (const table of OWNED)
      await client.query(`DELETE FROM "${table}" WHERE "orgId" = $1 AND "projectId" = $2`, [orgId, projectId])
    await client.query('DELETE FROM "Project" WHERE "orgId" = $1 AND id = $2', [orgId, projectId])
  })
  await tenantDb(orgId).auditEntry.createMany({
    data: {
      id: newId('audit'),
      orgId,
      actorKind: 'system',
      actorName: 'Pawl',
      action: 'projects.purge',
      outcome: 'done',
      subject: projectId,
      details: { name },
    },
  })
  announce(orgId, 'projects')
  return true
}

async function deleteRuns({ orgId, projectId }: ProjectScope, untilMs: number): Promise<boolean> {
  for (;;) {
    const { rowCount } = await tenantPool(orgId).query(
      `DELETE FROM "Run" WHERE id IN
         (SELECT id FROM "Run" WHERE "orgId" = $1 AND "projectId" = $2 LIMIT $3)`,
      [orgId, projectId, RUNS_A_BATCH],
    )
    if ((rowCount ?? 0) < RUNS_A_BATCH) return true
    if (Date.now() >= untilMs) return false
  }
}
