import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { systemDb, systemPool, tenantDb, tenantPool } from '.'

const appPool = new pg.Pool({ connectionString: process.env.PAWL_APP_DATABASE_URL, max: 2 })

async function insertOrg(id: string): Promise<void> {
  await systemDb().organization.create({ data: { id, slug: id.replace('_', '-'), name: id } })
  await systemDb().project.create({ data: { id: `prj_${id}`, orgId: id, slug: 'main', name: 'Main' } })
}

describe('row-level security', async () => {
  await insertOrg('org_a')
  await insertOrg('org_b')

  test('plain SQL as the app role sees nothing while no tenant is set', async () => {
    const { rows } = await appPool.query('SELECT id FROM "Project"')
    expect(rows).toEqual([])
  })

  test('a pinned connection sees its own org and no other', async () => {
    const { rows } = await tenantPool('org_a').query('SELECT "orgId" FROM "Project"')
    expect(rows).toEqual([{ orgId: 'org_a' }])
  })

  test('one shared connection changes hands without showing the tenant before', async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const orgId = index % 2 === 0 ? 'org_a' : 'org_b'
        const project = await tenantDb(orgId).project.findUnique({ where: { id: `prj_${orgId}` } })
        const other = await tenantDb(orgId).project.findUnique({
          where: { id: index % 2 === 0 ? 'prj_org_b' : 'prj_org_a' },
        })
        return [project?.orgId, other] as const
      }),
    )
    for (const [index, [orgId, other]] of seen.entries()) {
      expect(orgId).toBe(index % 2 === 0 ? 'org_a' : 'org_b')
      expect(other).toBeNull()
    }
  })

  test('a row for another org is refused', async () => {
    const insert = tenantPool('org_a').query(
      `INSERT INTO "Project" (id, "orgId", slug, name) VALUES ('prj_x', 'org_b', 'x', 'x')`,
    )
    await expect(insert).rejects.toThrow(/row-level security/)
  })

  test('the app role reads no password hash', async () => {
    await expect(tenantPool('org_a').query('SELECT "passwordHash" FROM "User"')).rejects.toThrow(
      /permission denied/,
    )
  })

  test('what is written once cannot be changed or deleted', async () => {
    for (const table of ['AuditEntry', 'Usage', 'ApprovalDecision'])
      await expect(tenantPool('org_a').query(`DELETE FROM "${table}"`)).rejects.toThrow(/permission denied/)
    for (const table of ['RunEvent', 'AuditEntry', 'Usage', 'ApprovalDecision'])
      await expect(tenantPool('org_a').query(`UPDATE "${table}" SET "orgId" = 'org_b'`)).rejects.toThrow(
        /permission denied/,
      )
  })

  test('the system role reads no run payload, secret or log', async () => {
    for (const sql of ['SELECT inputs FROM "Run"', 'SELECT * FROM "Secret"', 'SELECT * FROM "RunEvent"'])
      await expect(systemPool().query(sql)).rejects.toThrow(/permission denied/)
  })

  test('every table is locked, for its owner too', async () => {
    const { rows } = await systemPool().query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
          AND relname <> '_prisma_migrations' AND NOT (relrowsecurity AND relforcerowsecurity)`,
    )
    expect(rows).toEqual([])
  })
})
