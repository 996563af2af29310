import { claimProject, listDueProjects, purgeProject } from '@/server/features/projects'
import { inTransaction, systemDb, systemPool, tenantPool } from '@/server/platform/db'

export interface Purged {
  /** False: the time was over first; ask again. */
  isDone: boolean
  organizations: number
  projects: number
}

/** One step of a nightly job is no longer than one of a run. */
const BUDGET_MS = 20_000

/** What an organization owns beside its projects, and no foreign key takes along. */
const OWNED = ['ApiKey', 'Invitation', 'Setting', 'IdempotencyKey'] as const
/** What only goes once the organization is gone. */
const LEDGERS = ['AuditEntry', 'Usage', 'RunMetric', 'RunMetricDelta'] as const

/**
 * Deletes organizations and projects whose time to be restored is over. May be stopped at any instant and
 * asked again, by several at once: each is claimed first, and nothing that is claimed can be restored.
 */
export async function purgeDeleted(now: Date, budgetMs = BUDGET_MS): Promise<Purged> {
  const untilMs = Date.now() + budgetMs
  const purged = { organizations: 0, projects: 0 }
  for (const { id: orgId } of await listDueOrganizations(now)) {
    if (!(await claimOrganization(orgId, now))) continue
    if (!(await purgeOrganization(orgId, untilMs))) return { ...purged, isDone: false }
    purged.organizations += 1
  }
  for (const { id: projectId, orgId, name } of await listDueProjects(now)) {
    if (!(await claimProject({ orgId, projectId }, now))) continue
    if (!(await purgeProject({ orgId, projectId, name }, untilMs))) return { ...purged, isDone: false }
    purged.projects += 1
  }
  return { ...purged, isDone: true }
}

async function listDueOrganizations(now: Date) {
  return systemDb().organization.findMany({
    where: { deletionDueAt: { lte: now } },
    orderBy: { deletionDueAt: 'asc' },
    select: { id: true },
  })
}

/** From here on nobody can restore it. False: it was restored just now. */
async function claimOrganization(orgId: string, now: Date): Promise<boolean> {
  const { count } = await systemDb().organization.updateMany({
    where: { id: orgId, deletionDueAt: { lte: now } },
    data: { deletedById: null },
  })
  return count === 1
}

async function purgeOrganization(orgId: string, untilMs: number): Promise<boolean> {
  const projects = await systemDb().project.findMany({ where: { orgId }, select: { id: true, name: true } })
  for (const { id: projectId, name } of projects)
    if (!(await purgeProject({ orgId, projectId, name }, untilMs))) return false
  for (const table of OWNED)
    await tenantPool(orgId).query(`DELETE FROM "${table}" WHERE "orgId" = $1`, [orgId])
  await inTransaction(systemPool(), async (client) => {
    await client.query('DELETE FROM "OutboxEntry" WHERE "orgId" = $1', [orgId])
    await client.query('DELETE FROM "Organization" WHERE id = $1', [orgId])
    for (const table of LEDGERS) await client.query(`DELETE FROM "${table}" WHERE "orgId" = $1`, [orgId])
  })
  return true
}
