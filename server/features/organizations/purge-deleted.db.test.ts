import pg from 'pg'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { call, codeOf } from '@/server/api/testing/call'
import { planted } from '@/server/api/testing/ended-run'
import { arrangeForeignRows } from '@/server/api/testing/foreign-rows'
import { claimProject } from '@/server/features/projects'
import { systemDb, tenantDb } from '@/server/platform/db'
import { purgeDeleted } from './purge-deleted'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const { organizations, projects } = catalogue

/** Sees every row of every tenant. */
const all = new pg.Pool({ connectionString: process.env.TEST_SUPERUSER_DATABASE_URL ?? '', max: 1 })

afterAll(() => all.end())

const later = () => new Date(Date.now() + 8 * 86_400_000)

/** How many rows name this organization or project in that column, by table; empty tables left out. */
async function rowsOf(column: 'orgId' | 'projectId', id: string): Promise<Record<string, number>> {
  const tables = await tablesWith(column)
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await all.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM "${table}" WHERE "${column}" = $1`,
        [id],
      )
      return [table, rows[0]?.count ?? 0] as const
    }),
  )
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

async function tablesWith(column: string): Promise<string[]> {
  const { rows } = await all.query<{ table: string }>(
    `SELECT table_name AS table FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = $1 ORDER BY 1`,
    [column],
  )
  return rows.map(({ table }) => table)
}

/** Rows of every kind that operations make. */
async function fill(tenant: Tenant): Promise<void> {
  const { orgId, projectId, owner } = tenant
  await arrangeForeignRows(tenant)
  await planted(tenant)
  await call(catalogue.events.emit, owner, { projectId, name: 'some/event' })
  await call(catalogue.workflows.setLabel, owner, {
    projectId,
    workflow: 'release-notes',
    label: 'stable',
    version: 1,
  })
  await call(catalogue.variables.set, owner, { projectId, name: 'region', value: 'eu' })
  await call(catalogue.settings.set, owner, { projectId, key: 'retention.runs', value: 30 })
  await call(catalogue.settings.setOrganization, owner, { orgId, key: 'retention.runs', value: 60 })
  const guest = await arrangeMember(orgId, 'guest')
  const userId = guest.user?.userId ?? ''
  await call(catalogue.members.setProjectRole, owner, {
    orgId,
    userId,
    memberProjectId: projectId,
    role: 'viewer',
  })
}

describe('the purge', () => {
  test('knows every table that names a project or an organization', async () => {
    // A table that is new here needs a line in purge-project.ts or purge-deleted.ts, or a foreign key that cascades.
    expect(await tablesWith('projectId')).toEqual([
      'Approval',
      'AuditEntry',
      'Blob',
      'ConcurrencySlot',
      'Event',
      'ProjectMembership',
      'Provider',
      'Run',
      'RunMetric',
      'RunMetricDelta',
      'Secret',
      'Setting',
      'StepCache',
      'Usage',
      'Variable',
      'Wait',
      'Workflow',
      'WorkflowLabel',
      'WorkflowVersion',
    ])
    expect(await tablesWith('orgId')).toEqual([
      'ApiKey',
      'Approval',
      'ApprovalDecision',
      'AuditEntry',
      'Blob',
      'BlobChunk',
      'ConcurrencySlot',
      'Event',
      'IdempotencyKey',
      'Invitation',
      'Membership',
      'OutboxEntry',
      'Project',
      'ProjectMembership',
      'Provider',
      'Run',
      'RunEvent',
      'RunMetric',
      'RunMetricDelta',
      'Secret',
      'Setting',
      'StepCache',
      'StepRun',
      'Usage',
      'Variable',
      'Wait',
      'Workflow',
      'WorkflowLabel',
      'WorkflowVersion',
    ])
  })

  test('takes a project whose time is over with all it owns, and leaves its neighbour and the log', async () => {
    const tenant = await arrangeTenant('Purge project')
    const { orgId, projectId, owner } = tenant
    const { projectId: neighbour } = await call<{ projectId: string }>(projects.create, owner, {
      orgId,
      name: 'Next',
    })
    await fill(tenant)
    const neighbours = await rowsOf('projectId', neighbour)
    await call(projects.delete, owner, { projectId, confirmation: 'Main' })

    expect(await purgeDeleted(new Date())).toEqual({ isDone: true, organizations: 0, projects: 0 })
    expect(Object.keys(await rowsOf('projectId', projectId))).toContain('Run')
    expect(await purgeDeleted(later())).toEqual({ isDone: true, organizations: 0, projects: 1 })
    expect(Object.keys(await rowsOf('projectId', projectId))).toEqual(['AuditEntry'])
    expect(await rowsOf('projectId', neighbour)).toEqual(neighbours)
    const { rows } = await all.query(
      `SELECT "actorKind", details FROM "AuditEntry" WHERE action = 'projects.purge' AND subject = $1`,
      [projectId],
    )
    expect(rows).toEqual([{ actorKind: 'system', details: { name: 'Main' } }])
  })

  test('takes an organization whose time is over without a trace, and no other', async () => {
    const tenant = await arrangeTenant('Purge org')
    const other = await arrangeTenant('Stays')
    await fill(tenant)
    await fill(other)
    const others = await rowsOf('orgId', other.orgId)
    await call(organizations.delete, tenant.owner, { orgId: tenant.orgId, confirmation: 'Purge org' })
    expect(await purgeDeleted(later())).toEqual({ isDone: true, organizations: 1, projects: 0 })
    expect(await rowsOf('orgId', tenant.orgId)).toEqual({})
    expect(await systemDb().organization.count({ where: { id: tenant.orgId } })).toBe(0)
    expect(await rowsOf('orgId', other.orgId)).toEqual(others)
    // People outlive their organizations.
    expect(await call(catalogue.sessions.whoami, tenant.owner, {})).toMatchObject({ organizations: [] })
  })

  test('stops when its time is over and goes on when it is asked again', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Budget')
    await call(projects.create, owner, { orgId, name: 'Next' })
    const { id } = await call<{ id: string }>(catalogue.runs.start, owner, {
      projectId,
      workflow: 'release-notes',
      inputs: {},
    })
    await all.query(
      `INSERT INTO "Run" (id, "orgId", "projectId", "workflowId", "versionId", "versionNumber", number, title,
                          inputs, trigger)
       SELECT 'run_copy_' || n, "orgId", "projectId", "workflowId", "versionId", "versionNumber", 1000 + n, title,
              inputs, trigger
         FROM "Run", generate_series(1, 450) AS n WHERE id = $1`,
      [id],
    )
    await call(projects.delete, owner, { projectId, confirmation: 'Main' })
    const answers: boolean[] = []
    for (let asked = 0; asked < 3; asked += 1) answers.push((await purgeDeleted(later(), 0)).isDone)
    expect(answers).toEqual([false, false, true])
    expect(await systemDb().project.count({ where: { id: projectId } })).toBe(0)
  })

  test('and a restore never meet halfway: what is restored is whole, what is claimed stays closed', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Halfway')
    await call(projects.create, owner, { orgId, name: 'Next' })
    await call(projects.delete, owner, { projectId, confirmation: 'Main' })
    // A night whose clock is ahead of who restores.
    expect(await claimProject({ orgId, projectId }, later())).toBe(true)
    expect(await codeOf(projects.restore, owner, { projectId })).toBe('invalid_state')
    await systemDb().project.updateMany({ where: { id: projectId }, data: { deletedById: 'usr' } })

    const [restored, purged] = await Promise.all([
      codeOf(projects.restore, owner, { projectId }),
      purgeDeleted(later()),
    ])
    const left = await tenantDb(orgId).workflow.count({ where: { projectId } })
    expect({ restored, purged: purged.projects, left }).toEqual(
      restored === 'ok' ? { restored, purged: 0, left: 3 } : { restored, purged: 1, left: 0 },
    )
  })
})
