import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { createRunStore, failRun, recordModelUsage } from '@/server/features/runs/port'
import type { CommitItem } from '@/server/language/contracts'
import { type Caller, execute } from '@/server/operations'
import { tenantPool } from '@/server/platform/db'
import { foldBatch, foldMetrics } from './fold'
import type { Series } from './schema'
import { countedInRuns } from './testing/counted-in-runs'

const HOUR_MS = 3_600_000
const store = createRunStore({ publicUrl: 'http://pawl.test' })
let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Metrics')
})

async function series(input: Record<string, unknown> = {}, caller: Caller = tenant.owner): Promise<Series> {
  // The operation's output is this shape.
  return (await execute(catalogue.metrics.series, caller, {
    projectId: tenant.projectId,
    ...input,
  })) as Series
}

async function start(): Promise<string> {
  const input = { projectId: tenant.projectId, workflow: 'release-notes', inputs: {} }
  // `runs.start` answers with the id of the run it made.
  return ((await execute(catalogue.runs.start, tenant.owner, input)) as { id: string }).id
}

async function commit(runId: string, items: CommitItem[], generation = 1): Promise<void> {
  const acquired = await store.acquire({ orgId: tenant.orgId, runId, generation })
  if (acquired.kind !== 'acquired') throw new Error(`Expected the lease, got ${acquired.kind}`)
  await store.commit(acquired.lease, items, new Date().toISOString())
  if (!items.some((item) => /run\.(succeeded|failed|cancelled)/.test(item.type)))
    await store.release(acquired.lease)
}

const error = { code: 'code_failed', message: 'It failed.' }
const totals = async () => (await series()).totals

describe('a run is counted', () => {
  test('from the moment it is queued, and its end with the transaction that ends it', async () => {
    const before = await totals()
    const runId = await start()
    expect(await totals()).toMatchObject({ runs: before.runs + 1, active: before.active + 1 })
    await commit(runId, [{ type: 'run.started' }])
    await commit(runId, [{ type: 'run.succeeded', output: null }])
    const after = await totals()
    expect(after).toMatchObject({
      runs: before.runs + 1,
      active: before.active,
      succeeded: before.succeeded + 1,
    })
    expect(after.durationMs?.p50).toBeGreaterThanOrEqual(0)
    expect(after.queueMs?.p50).toBeGreaterThanOrEqual(0)
  })

  test('once, by what became of it in the end, however often it was resumed', async () => {
    const before = await totals()
    const runId = await start()
    await commit(runId, [{ type: 'run.started' }, { type: 'run.failed', error }])
    expect(await totals()).toMatchObject({ failed: before.failed + 1 })
    await execute(catalogue.runs.resume, tenant.owner, { projectId: tenant.projectId, runId })
    expect(await totals()).toMatchObject({ failed: before.failed, active: before.active + 1 })
    await commit(runId, [{ type: 'run.succeeded', output: null }], 2)
    expect(await totals()).toMatchObject({
      runs: before.runs + 1,
      failed: before.failed,
      succeeded: before.succeeded + 1,
      active: before.active,
    })
  })

  test('with no duration where it never started', async () => {
    const runId = await start()
    const before = await countedDurations()
    await failRun({ orgId: tenant.orgId, runId, generation: 1 }, error)
    expect(await countedDurations()).toBe(before)
    expect(await compared()).toBe(true)
  })

  test('not at all where its transaction is undone', async () => {
    const before = await totals()
    const input = { projectId: tenant.projectId, workflow: 'release-notes', inputs: { nonsense: 1 } }
    await expect(execute(catalogue.runs.start, tenant.owner, input)).rejects.toThrow()
    expect(await totals()).toEqual(before)
  })
})

describe('spend', () => {
  test('is exact beyond what a double holds, and an unpriced call is told, not counted as free', async () => {
    const runId = await start()
    const before = (await totals()).spend
    for (const costNanos of ['9007199254740993', '1', null]) await call(runId, costNanos)
    const after = (await totals()).spend
    expect(BigInt(after?.costNanos ?? 0) - BigInt(before?.costNanos ?? 0)).toBe(9_007_199_254_740_994n)
    expect(after?.unpricedCalls).toBe((before?.unpricedCalls ?? 0) + 1)
    expect(after?.tokens).toBe((before?.tokens ?? 0) + 45)
  })

  test('is left out for a member who may not read usage', async () => {
    const approver = await arrangeMember(tenant.orgId, 'approver')
    const { totals: seen, buckets, previous } = await series({}, approver)
    expect([seen.spend, previous.spend, ...buckets.map((bucket) => bucket.spend)]).toEqual(
      Array.from({ length: buckets.length + 2 }, () => null),
    )
    expect(seen.runs).toBeGreaterThan(0)
  })
})

describe('figures', () => {
  test('stay the same over runs, cancels, resumes, failures and calls with folds running in between', async () => {
    let busy = true
    const folding = Promise.all(
      [1, 2].map(async () => {
        while (busy) {
          await foldMetrics()
          await sleep(5)
        }
      }),
    )
    const lives = fc.sample(fc.array(fc.constantFrom(...LIVES), { minLength: 4, maxLength: 4 }), 8)
    try {
      for (const batch of lives) await Promise.all(batch.map((life) => life()))
    } finally {
      busy = false
      await folding
    }
    expect(await compared()).toBe(true)
    await foldMetrics()
    expect(await compared()).toBe(true)
    expect(await countDeltas()).toBe(0)
  })

  test('are those of the runs over a year of random histories, wherever a fold is killed', async () => {
    await scatter(400)
    const before = await series({ from: daysAgo(365) })
    expect(await compared()).toBe(true)
    await killFold(150)
    expect(await series({ from: daysAgo(365), to: before.endsAt })).toEqual(before)
    while ((await foldBatch(tenant.orgId, tenantPool(tenant.orgId), 97)) > 0)
      expect(await series({ from: daysAgo(365), to: before.endsAt })).toEqual(before)
    expect(await compared()).toBe(true)
  })

  test('of two folds at once are counted once', async () => {
    await scatter(200)
    const [one, other] = await Promise.all([foldMetrics(), foldMetrics()])
    expect(one.folded + other.folded).toBeGreaterThanOrEqual(200)
    expect(await compared()).toBe(true)
  })

  test('of one workflow are told apart from those of all', async () => {
    const all = await series()
    const { rows } = await tenantPool(tenant.orgId).query<{ id: string }>('SELECT id FROM "Workflow"')
    const each = await Promise.all(
      rows.map(({ id }) => series({ workflowId: id, from: all.startsAt, to: all.endsAt })),
    )
    expect(each.reduce((sum, one) => sum + one.totals.runs, 0)).toBe(all.totals.runs)
    expect((await series({ workflowId: 'wfl_none' })).totals.runs).toBe(0)
  })

  test('of a project that is gone are dropped, and hold up no others', async () => {
    const other = await arrangeTenant('Gone')
    const input = { projectId: other.projectId, workflow: 'release-notes', inputs: {} }
    await execute(catalogue.runs.start, other.owner, input)
    await superuser(`DELETE FROM "Project" WHERE id = '${other.projectId}'`)
    await foldMetrics()
    expect(await superuser(`SELECT * FROM "RunMetric" WHERE "orgId" = '${other.orgId}'`)).toEqual([])
    expect(await superuser(`SELECT * FROM "RunMetricDelta" WHERE "orgId" = '${other.orgId}'`)).toEqual([])
  })
})

describe('a range', () => {
  test('comes back in whole buckets with the period before it', async () => {
    const answer = await series({
      from: '2026-11-03T10:20:00+01:00',
      to: '2026-11-05T23:00:00Z',
      bucket: 'day',
      timeZone: 'Europe/Berlin',
    })
    expect(answer).toMatchObject({ startsAt: '2026-11-03T09:00:00.000Z', endsAt: '2026-11-05T23:00:00.000Z' })
    expect(answer.buckets.map((bucket) => bucket.startsAt)).toEqual([
      '2026-11-03T09:00:00.000Z',
      '2026-11-03T23:00:00.000Z',
      '2026-11-04T23:00:00.000Z',
    ])
    expect(answer.previous).toMatchObject({
      startsAt: '2026-10-31T19:00:00.000Z',
      endsAt: '2026-11-03T09:00:00.000Z',
    })
  })

  test('of more than a year is refused, and so is an unknown zone', async () => {
    await expect(series({ from: daysAgo(400) })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(series({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

const LIVES: (() => Promise<void>)[] = [
  async () => {
    await start()
  },
  async () => {
    const runId = await start()
    await commit(runId, [{ type: 'run.started' }])
    await call(runId, '12345')
    await commit(runId, [{ type: 'run.succeeded', output: 1 }])
  },
  async () => {
    const runId = await start()
    await commit(runId, [{ type: 'run.started' }, { type: 'run.failed', error }])
    await execute(catalogue.runs.resume, tenant.owner, { projectId: tenant.projectId, runId })
    await commit(runId, [{ type: 'run.failed', error }], 2)
    await execute(catalogue.runs.resume, tenant.owner, { projectId: tenant.projectId, runId })
  },
  async () => {
    const runId = await start()
    await execute(catalogue.runs.cancel, tenant.owner, { projectId: tenant.projectId, runId })
    await commit(runId, [{ type: 'run.cancelled' }])
  },
  async () => {
    await failRun({ orgId: tenant.orgId, runId: await start(), generation: 1 }, error)
  },
]

function call(runId: string, costNanos: string | null): Promise<void> {
  return recordModelUsage({
    orgId: tenant.orgId,
    projectId: tenant.projectId,
    runId,
    path: 'draft',
    attempt: 1,
    provider: 'claude',
    model: 'claude-sonnet-4-5',
    uncachedInputTokens: 1,
    cacheReadTokens: 2,
    cacheWriteTokens: 3,
    outputTokens: 4,
    reasoningTokens: 5,
    costNanos,
  })
}

/** Runs of the last year, each with a random end, some of them changed once more afterwards. */
async function scatter(count: number): Promise<void> {
  const pool = tenantPool(tenant.orgId)
  await pool.query(
    `INSERT INTO "Run" (id, "orgId", "projectId", "workflowId", "versionId", "versionNumber", number, title, inputs, trigger,
                        status, "createdAt", "startedAt", "finishedAt")
     SELECT 'run_' || gen_random_uuid(), v."orgId", w."projectId", w.id, v.id, v.number, (SELECT least(min(number), 0) FROM "Run") - t.i, 'x', '{}', '{}',
            t.status, t.at, CASE WHEN t.status <> 'queued' THEN t.at + t.queue END,
            CASE WHEN t.status IN ('succeeded', 'failed', 'cancelled') THEN t.at + t.queue + t.work END
       FROM (SELECT i, now() - random() * interval '360 days' AS at, random() * interval '1 minute' * (i % 3) AS queue,
                    power(random(), 4) * interval '2 days' AS work,
                    (ARRAY['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'])[1 + floor(random() * 6)::int] AS status
               FROM generate_series(1, $1) AS i) AS t
       JOIN LATERAL (SELECT * FROM "Workflow" ORDER BY id OFFSET t.i % 3 LIMIT 1) AS w ON true
       JOIN LATERAL (SELECT * FROM "WorkflowVersion" v WHERE v."workflowId" = w.id LIMIT 1) AS v ON true`,
    [count],
  )
  await pool.query(
    `UPDATE "Run" SET status = 'queued', "finishedAt" = NULL WHERE number < 0 AND number % 5 = 0 AND status IN ('failed', 'cancelled')`,
  )
  await pool.query(
    `UPDATE "Run" SET "startedAt" = "createdAt", status = 'succeeded', "finishedAt" = "createdAt" + interval '3 seconds'
      WHERE number < 0 AND number % 7 = 0`,
  )
}

/** The connection of a fold that has done its work and not committed is cut. */
async function killFold(limit: number): Promise<void> {
  const client = await tenantPool(tenant.orgId).connect()
  client.on('error', () => {})
  await client.query('BEGIN')
  expect(await foldBatch(tenant.orgId, client, limit)).toBe(limit)
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  await superuser(`SELECT pg_terminate_backend(${rows[0]?.pid}, 5000)`)
  await expect(client.query('COMMIT')).rejects.toThrow()
  client.release(true)
}

/** Whether the figures of a year are those that the runs and the ledger themselves give. */
async function compared(): Promise<boolean> {
  const answer = await series({ from: daysAgo(365), timeZone: 'America/New_York' })
  const truth = await countedInRuns(tenantPool(tenant.orgId), tenant.projectId, answer.buckets)
  const counts = answer.buckets.map(({ runs, succeeded, failed, cancelled, active, spend }) => ({
    runs,
    succeeded,
    failed,
    cancelled,
    active,
    spend,
  }))
  expect(counts).toEqual(truth.map(({ counts: expected }) => expected))
  for (const [index, bucket] of answer.buckets.entries()) {
    expectNear(bucket.durationMs, truth[index]?.durationMs)
    expectNear(bucket.queueMs, truth[index]?.queueMs)
  }
  return true
}

/** Within the 5 % that a histogram promises, and half a millisecond for rounding. */
function expectNear(
  found: Record<string, number> | null,
  exact: Record<string, number> | null | undefined,
): void {
  expect(Object.keys(found ?? {})).toEqual(Object.keys(exact ?? {}))
  for (const [name, value] of Object.entries(exact ?? {}))
    expect(Math.abs((found?.[name] ?? Number.NaN) - value)).toBeLessThanOrEqual(value * 0.05 + 0.51)
}

async function countedDurations(): Promise<number> {
  const { rows } = await tenantPool(tenant.orgId).query<{ count: number }>(
    `SELECT (coalesce((SELECT sum("durationCount") FROM "RunMetricDelta"), 0) +
             coalesce((SELECT sum(c) FROM "RunMetric", unnest("durationCounts") AS c WHERE grain = 'hour'), 0))::int AS count`,
  )
  return rows[0]?.count ?? 0
}

async function countDeltas(): Promise<number> {
  const { rows } = await tenantPool(tenant.orgId).query('SELECT 1 FROM "RunMetricDelta"')
  return rows.length
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 24 * HOUR_MS).toISOString()
}

async function superuser(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: process.env.TEST_SUPERUSER_DATABASE_URL })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
