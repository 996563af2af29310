import pg from 'pg'
import { beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { ended, PLANTED, planted } from '@/server/api/testing/ended-run'
import { execute } from '@/server/operations'
import { systemDb, tenantDb, tenantPool } from '@/server/platform/db'
import { retention } from './index'
import { sweepOrganization } from './sweep'
import { tidyInstance } from './tidy'

let tenant: Tenant

beforeEach(async () => {
  tenant = await arrangeTenant('Retention')
})

const DAY_MS = 86_400_000
const NOW = new Date('2027-03-01T03:17:00.000Z')
const daysAgo = (days: number, plusMs = 0) => new Date(NOW.getTime() - days * DAY_MS + plusMs)
const MINUTE_MS = 60_000

describe('a night', () => {
  test('deletes what ended longer ago than it is kept, to the millisecond, and nothing else', async () => {
    await keep('runs', 30)
    const old = await ended(tenant, { at: daysAgo(30, -1) })
    const onTheDot = await ended(tenant, { at: daysAgo(30) })
    const fresh = await ended(tenant, { at: daysAgo(1) })
    expect(await sweep()).toEqual({ isDone: true, counts: { runs: 1, events: 0, payloads: 0 } })
    expect(await runIds()).toEqual([onTheDot, fresh].sort())
    expect(await eventCount(old)).toBe(0)
    expect(await tenantDb(tenant.orgId).stepRun.count({ where: { runId: old } })).toBe(0)
    expect(await sweep()).toMatchObject({ counts: { runs: 0 } })
  })

  test('never touches a run that goes on, however old it is', async () => {
    for (const part of ['runs', 'events', 'payloads'] as const) await keep(part, 1)
    const ids = await Promise.all(
      (['queued', 'running', 'waiting'] as const).map((status) =>
        ended(tenant, { at: daysAgo(400), status }),
      ),
    )
    expect(await sweep()).toMatchObject({ counts: { runs: 0, events: 0, payloads: 0 } })
    expect(await runIds()).toEqual(ids.sort())
    for (const id of ids) expect(await eventCount(id)).toBeGreaterThan(0)
    expect(await rowsWith(PLANTED)).not.toEqual([])
  })

  test('deletes the logs alone, and erases the payloads alone, where that is what is set', async () => {
    await keep('events', 10)
    await keep('payloads', 5)
    const both = await ended(tenant, { at: daysAgo(11) })
    const blank = await ended(tenant, { at: daysAgo(6) })
    const whole = await ended(tenant, { at: daysAgo(4) })
    expect(await sweep()).toMatchObject({ counts: { runs: 0, events: 1, payloads: 2 } })
    expect(await eventCount(both)).toBe(0)
    expect(await get(both)).toMatchObject({
      eventsErasedAt: NOW.toISOString(),
      payloadsErasedAt: NOW.toISOString(),
    })
    expect(await get(blank)).toMatchObject({
      eventsErasedAt: null,
      payloadsErasedAt: NOW.toISOString(),
      inputs: {},
    })
    expect(await eventCount(blank)).toBe(await eventCount(whole))
    expect(await get(whole)).toMatchObject({ eventsErasedAt: null, payloadsErasedAt: null })
    expect(JSON.stringify(await get(whole))).toContain(PLANTED)
    expect(await sweep()).toMatchObject({ counts: { runs: 0, events: 0, payloads: 0 } })
  })

  test('keeps everything where nothing is set, and where a project says "for ever"', async () => {
    await ended(tenant, { at: daysAgo(3_000) })
    expect(await sweep()).toMatchObject({ counts: { runs: 0 } })
    await execute(catalogue.settings.setOrganization, tenant.owner, {
      orgId: tenant.orgId,
      key: 'retention.runs',
      value: 30,
    })
    await keep('runs', null)
    expect(await sweep()).toMatchObject({ counts: { runs: 0 } })
    const input = { projectId: tenant.projectId, key: 'retention.runs' }
    await execute(catalogue.settings.reset, tenant.owner, input)
    expect(await sweep()).toMatchObject({ counts: { runs: 1 } })
  })

  test('goes on where its time was over, batch by batch', async () => {
    await keep('payloads', 1)
    for (let count = 0; count < 27; count += 1) await ended(tenant, { at: daysAgo(2) })
    expect(await sweepOrganization(tenant.orgId, NOW, -1)).toEqual({
      isDone: false,
      counts: { runs: 0, events: 0, payloads: 0 },
    })
    expect(await sweep()).toMatchObject({ isDone: true, counts: { payloads: 27 } })
  })

  test('leaves an audit row that says what went, by which rule', async () => {
    await keep('runs', 30)
    await ended(tenant, { at: daysAgo(31) })
    await sweep()
    await sweep()
    const rows = await tenantDb(tenant.orgId).auditEntry.findMany({ where: { action: 'retention.sweep' } })
    expect(rows).toMatchObject([
      {
        actorKind: 'system',
        projectId: tenant.projectId,
        details: { keptDays: { runs: 30, events: null }, touchedRuns: { runs: 1, events: 0, payloads: 0 } },
      },
    ])
  })

  test('counts in the preview what it would touch, as set and as it would be', async () => {
    const recent = (days: number) => new Date(Date.now() - days * DAY_MS - MINUTE_MS)
    await ended(tenant, { at: recent(10) })
    await ended(tenant, { at: recent(20) })
    const preview = (rules: object) =>
      execute(retention.preview, tenant.owner, { projectId: tenant.projectId, ...rules })
    expect(await preview({})).toEqual({ runs: 0, events: 0, payloads: 0 })
    expect(await preview({ runs: 15, payloads: 5 })).toEqual({ runs: 1, events: 0, payloads: 2 })
    await keep('events', 10)
    expect(await preview({ runs: 11 })).toEqual({ runs: 1, events: 2, payloads: 0 })
    expect(await preview({ events: null })).toEqual({ runs: 0, events: 0, payloads: 0 })
  })

  test('removes from the instance what is over, and keeps what is not', async () => {
    const userId = tenant.owner.user?.userId ?? ''
    const session = (id: string, expiresAt: Date, revokedAt: Date | null) =>
      systemDb().session.create({ data: { id: `${id}_${tenant.orgId}`, userId, expiresAt, revokedAt } })
    await session('over', daysAgo(1), null)
    await session('revoked', daysAgo(-5), daysAgo(91))
    await session('recent', daysAgo(-5), daysAgo(89))
    await session('open', daysAgo(-5), null)
    const invitation = (id: string, expiresAt: Date) =>
      systemDb().invitation.create({
        data: {
          id: `${id}_${tenant.orgId}`,
          orgId: tenant.orgId,
          email: 'a@example.com',
          role: 'viewer',
          tokenHash: `${id}_${tenant.orgId}`,
          invitedById: userId,
          expiresAt,
        },
      })
    await invitation('old', daysAgo(91))
    await invitation('kept', daysAgo(89))
    await systemDb().ownerLink.create({
      data: { id: `own_${tenant.orgId}`, tokenHash: tenant.orgId, expiresAt: daysAgo(1) },
    })
    await tidyInstance(NOW)
    const left = (rows: { id: string }[]) => rows.map(({ id }) => id.split('_')[0])
    const sessions = await systemDb().session.findMany({ where: { userId }, orderBy: { id: 'asc' } })
    expect(left(sessions)).toEqual(['open', 'recent'])
    expect(left(await systemDb().invitation.findMany({ where: { orgId: tenant.orgId } }))).toEqual(['kept'])
    expect(await systemDb().ownerLink.count({ where: { tokenHash: tenant.orgId } })).toBe(0)
  })
})

describe('erasing the payloads of a run', () => {
  test('leaves them in no row of any table; the run, its steps, times and codes stay', async () => {
    // Other tests of this file leave rows behind: what is looked for is planted here alone.
    const value = `value-${tenant.orgId}`
    const comment = `comment-${tenant.orgId}`
    const runId = await planted(tenant, value, comment)
    expect(await rowsWith(value)).toEqual([
      'Approval',
      'ApprovalDecision',
      'Event',
      'Run',
      'RunEvent',
      'StepCache',
      'StepRun',
    ])
    expect(await tenantDb(tenant.orgId).blob.count({ where: { runId } })).toBe(1)
    const before = await view(runId)
    await erase(runId)
    expect(await rowsWith(value)).toEqual([])
    expect(await tenantDb(tenant.orgId).blob.count({ where: { runId } })).toBe(0)
    // What somebody wrote in deciding is part of the record of who did what.
    expect(await rowsWith(comment)).toEqual(['AuditEntry'])
    expect(await view(runId)).toEqual(before)
    expect(await get(runId)).toMatchObject({
      status: 'failed',
      title: 'Release notes',
      inputs: {},
      output: null,
      error: { code: 'http_5xx', path: 'call', message: 'Erased' },
      payloadsErasedAt: expect.any(String),
    })
  })

  test('is refused a second time, while the run goes on, and to who may not', async () => {
    const runId = await planted(tenant)
    const builder = await arrangeMember(tenant.orgId, 'builder')
    await expect(erase(runId, builder)).rejects.toMatchObject({ code: 'forbidden' })
    await erase(runId)
    await expect(erase(runId)).rejects.toMatchObject({ code: 'invalid_state', message: /already/ })
    const waiting = await ended(tenant, { at: daysAgo(1), status: 'waiting' })
    await expect(erase(waiting)).rejects.toMatchObject({ code: 'invalid_state', message: /Cancel it first/ })
    const audit = await tenantDb(tenant.orgId).auditEntry.findMany({
      where: { action: 'runs.erasePayloads' },
    })
    expect(audit.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused', 'refused', 'refused'])
  })

  test('is its end: it cannot be resumed', async () => {
    const runId = await planted(tenant)
    await erase(runId)
    const input = { projectId: tenant.projectId, runId }
    await expect(execute(catalogue.runs.resume, tenant.owner, input)).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('erased'),
    })
  })

  test('at the moment of a resume: one of the two happens', async () => {
    const runId = await planted(tenant)
    const input = { projectId: tenant.projectId, runId }
    const results = await Promise.allSettled([
      execute(catalogue.runs.resume, tenant.owner, input),
      execute(catalogue.runs.erasePayloads, tenant.owner, input),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const run = await tenantDb(tenant.orgId).run.findUniqueOrThrow({ where: { id: runId } })
    expect(run.payloadsErasedAt === null).toBe(run.status === 'queued')
  })
})

const sweep = () => sweepOrganization(tenant.orgId, NOW, 60_000)

function keep(part: 'runs' | 'events' | 'payloads', value: number | null): Promise<unknown> {
  const input = { projectId: tenant.projectId, key: `retention.${part}`, value }
  return execute(catalogue.settings.set, tenant.owner, input)
}

function erase(runId: string, caller = tenant.owner): Promise<unknown> {
  return execute(catalogue.runs.erasePayloads, caller, { projectId: tenant.projectId, runId })
}

function get(run: string): Promise<unknown> {
  return execute(catalogue.runs.get, tenant.owner, { projectId: tenant.projectId, run })
}

async function runIds(): Promise<string[]> {
  return (await tenantDb(tenant.orgId).run.findMany({ select: { id: true } })).map(({ id }) => id).sort()
}

function eventCount(runId: string): Promise<number> {
  return tenantDb(tenant.orgId).runEvent.count({ where: { runId } })
}

/** Everything but values: what happened to which step when. */
async function view(runId: string): Promise<unknown> {
  const pool = tenantPool(tenant.orgId)
  const events = await pool.query(
    'SELECT seq, type, path, at FROM "RunEvent" WHERE "runId" = $1 ORDER BY seq',
    [runId],
  )
  const steps = await pool.query(
    'SELECT path, kind, status, attempt, failures, "costNanos", "startedAt", "finishedAt" FROM "StepRun" WHERE "runId" = $1 ORDER BY path',
    [runId],
  )
  return { events: events.rows, steps: steps.rows }
}

/** Names of the tables, of every schema, in which a row holds this text. */
async function rowsWith(text: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: process.env.TEST_SUPERUSER_DATABASE_URL })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `SELECT schemaname AS schema, tablename AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY tablename`,
    )
    expect(tables.length).toBeGreaterThan(20)
    const found: string[] = []
    for (const { schema, name } of tables) {
      const { rows } = await client.query(
        `SELECT 1 FROM "${schema}"."${name}" t WHERE t::text LIKE $1 LIMIT 1`,
        [`%${text}%`],
      )
      if (rows.length > 0) found.push(name)
    }
    return found
  } finally {
    await client.end()
  }
}
