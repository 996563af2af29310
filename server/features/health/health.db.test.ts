import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withClient } from '@/scripts/roles.mjs'
import { newId } from '@/server/kernel/ids'
import { closeDatabases, systemPool } from '@/server/platform/db'
import { exposeEngine } from '@/server/platform/metrics'
import { type ParsedFamily, parseExposition } from '@/server/platform/metrics/testing/parse-exposition'
import { handleDetailedHealth, handleHealth, handleMetrics, serveOperations } from '.'
import { describeDisk } from './checks/disk'
import type { HealthReport } from './schema'

const TOKEN = 'a-token-of-some-length'
const given = { ...process.env }

beforeEach(async () => {
  await clearEngine()
  await addWorker(1)
})

afterEach(() => {
  process.env = { ...given }
})

afterAll(() => closeDatabases())

describe('/health', () => {
  test('says ok to anybody while Postgres answers', async () => {
    const response = await handleHealth()
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok' })
  })

  test('says what is wrong when Postgres is gone, without addresses or passwords', async () => {
    await withoutPostgres(async () => {
      const response = await handleHealth()
      expect(response.status).toBe(503)
      const text = await response.text()
      expect(JSON.parse(text)).toMatchObject({
        status: 'failing',
        reason: expect.stringContaining('Postgres does not answer (ECONNREFUSED)'),
      })
      expect(text).not.toContain('hunter2')
    })
  })
})

describe('/health/detailed', () => {
  test('is ok in every part while a worker runs and nothing waits', async () => {
    const { status, report } = await detailed()
    expect(status).toBe(200)
    expect(report).toMatchObject({ status: 'ok', engine: 'embedded', role: 'all' })
    expect(report.version).toMatch(/^\d+\.\d+\.\d+/)
    const names = report.checks.map((check) => check.name)
    expect(names).toEqual(expect.arrayContaining(['database', 'migrations', 'workers', 'queue', 'outbox']))
    for (const check of report.checks) expect(check.message, check.name).toMatch(/\.$/)
  })

  test('fails and says what to start where no worker runs', async () => {
    await clearEngine()
    const { status, report } = await detailed()
    expect(status).toBe(503)
    expect(checkOf(report, 'workers')).toMatchObject({
      status: 'failing',
      message: expect.stringContaining('PAWL_ROLE=worker'),
    })
  })

  test('is degraded while a worker is silent', async () => {
    await addWorker(-1)
    const { status, report } = await detailed()
    expect(status).toBe(200)
    expect(checkOf(report, 'workers')).toMatchObject({
      status: 'degraded',
      figures: { alive: 1, silent: 1 },
    })
  })

  test.each([
    [5, 'ok'],
    [20, 'degraded'],
    [90, 'failing'],
  ])('a call that has been due for %i s makes the queue %s', async (seconds, grade) => {
    await addCall(seconds)
    const { report } = await detailed()
    expect(report.status).toBe(grade)
    const queue = checkOf(report, 'queue')
    expect(queue).toMatchObject({ status: grade, figures: { depth: 1 } })
    expect(queue?.figures?.oldestDueSeconds).toBeGreaterThanOrEqual(seconds)
  })

  test('an event that the relay has not told is seen', async () => {
    await systemPool().query(
      `INSERT INTO "OutboxEntry" (id, "orgId", name, data, "availableAt")
       VALUES ($1, 'org_x', 'run.wake', '{}', now() - interval '30 seconds')`,
      [newId('request')],
    )
    const { report } = await detailed()
    await systemPool().query('DELETE FROM "OutboxEntry"')
    expect(checkOf(report, 'outbox')).toMatchObject({ status: 'degraded', figures: { depth: 1 } })
  })

  test('a migration that the database lacks fails, one of a newer version is pointed out', async () => {
    const owner = (sql: string) => withClient(process.env.DATABASE_URL ?? '', (client) => client.query(sql))
    await owner(
      `UPDATE _prisma_migrations SET migration_name = '99990101000000_of_tomorrow' WHERE migration_name LIKE '%_init'`,
    )
    const behind = await detailed()
    await owner(
      `UPDATE _prisma_migrations SET migration_name = '20261121000000_init' WHERE migration_name LIKE '9999%'`,
    )
    expect(checkOf(behind.report, 'migrations')).toMatchObject({
      status: 'failing',
      message: expect.stringContaining('20261121000000_init'),
      figures: { missing: 1, unknown: 1 },
    })
    await owner(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('later', '', '99990101000000_of_tomorrow', now(), 1)`,
    )
    const ahead = await detailed()
    await owner(`DELETE FROM _prisma_migrations WHERE id = 'later'`)
    expect(checkOf(ahead.report, 'migrations')).toMatchObject({ status: 'degraded' })
  })

  test('a process that only polls says so', async () => {
    const counters = { inFlight: 2, callsMade: 9, answersStale: 0, leasesLost: 1, callsTakenOver: 0 }
    const hide = exposeEngine(() => ({ ...counters, isRunning: true, isListening: false }))
    const { report } = await detailed()
    hide()
    expect(checkOf(report, 'listening')).toMatchObject({
      status: 'degraded',
      figures: { inFlight: 2, leasesLost: 1 },
    })
  })

  test('with an Inngest server, says so and looks at no queue of its own', async () => {
    await clearEngine()
    process.env.INNGEST_BASE_URL = 'http://inngest.example.com:8288'
    const { status, report } = await detailed()
    expect(status).toBe(200)
    expect(report.engine).toBe('inngest')
    expect(report.checks.map((check) => check.name)).not.toContain('queue')
  })

  test('without Postgres tells of it alone, and fails', async () => {
    await withoutPostgres(async () => {
      const { status, report } = await detailed()
      expect(status).toBe(503)
      expect(report.status).toBe('failing')
      expect(report.checks.map((check) => check.name)).not.toContain('queue')
      expect(checkOf(report, 'database')?.status).toBe('failing')
    })
  })

  test('a disk that runs full is pointed out before Postgres stops', () => {
    expect([5e9, 5e8, 5e7].map((free) => describeDisk(free).status)).toEqual(['ok', 'degraded', 'failing'])
  })
})

describe('/metrics', () => {
  test('holds what the database knows of all processes', async () => {
    await addCall(3)
    const families = await metrics()
    expect(figureOf(families, 'pawl_up')).toBe(1)
    expect(figureOf(families, 'pawl_engine_queue_depth')).toBe(1)
    expect(figureOf(families, 'pawl_engine_oldest_due_seconds')).toBeGreaterThanOrEqual(3)
    expect(figureOf(families, 'pawl_engine_workers')).toBe(1)
    expect(figureOf(families, 'pawl_outbox_depth')).toBe(0)
    expect(families.get('pawl_engine_info')?.samples).toEqual([
      { name: 'pawl_engine_info', labels: { engine: 'embedded' }, value: 1 },
    ])
    expect(families.get('pawl_wave_duration_seconds')?.type).toBe('histogram')
  })

  test('are exactly those that the guide explains', async () => {
    const counters = { inFlight: 0, callsMade: 0, answersStale: 0, leasesLost: 0, callsTakenOver: 0 }
    const hide = exposeEngine(() => ({ ...counters, isRunning: true, isListening: true }))
    const served = [...(await metrics()).keys()].filter((name) => name.startsWith('pawl_'))
    hide()
    const guide = readFileSync('docs/how-to/watch-pawl-with-prometheus.md', 'utf8')
    const [tables = ''] = guide.split('## Alerts')
    const explained = new Set(tables.match(/\bpawl_[a-z_]*[a-z]\b/g))
    explained.delete('pawl_engine')
    expect([...explained].sort()).toEqual(served.sort())
  })

  test('still answers when Postgres is gone', async () => {
    await withoutPostgres(async () => {
      const families = await metrics()
      expect(figureOf(families, 'pawl_up')).toBe(0)
      expect(families.has('pawl_engine_queue_depth')).toBe(false)
      expect(families.has('process_resident_memory_bytes')).toBe(true)
    })
  })
})

describe('who may read', () => {
  const both = [handleMetrics, handleDetailedHealth]

  test('without a token nobody from another machine', async () => {
    for (const handle of both) {
      const response = await handle(request({ 'x-forwarded-for': '192.0.2.7' }))
      expect(response.status).toBe(403)
      expect(await response.text()).toContain('PAWL_METRICS_TOKEN')
    }
  })

  test('with a token whoever gives it, and nobody else', async () => {
    process.env.PAWL_METRICS_TOKEN = TOKEN
    for (const handle of both) {
      const refused = await handle(request())
      expect(refused.status).toBe(401)
      expect(refused.headers.get('www-authenticate')).toBe('Bearer')
      const headers = { 'x-forwarded-for': '192.0.2.7', authorization: `Bearer ${TOKEN}` }
      expect((await handle(request(headers))).status).toBe(200)
    }
  })

  test('a proxy that Pawl was not told of opens nothing', async () => {
    process.env.PAWL_URL = 'https://pawl.example.com'
    expect((await handleMetrics(request())).status).toBe(403)
    process.env.PAWL_TRUSTED_PROXIES = '1'
    expect((await handleMetrics(request())).status).toBe(200)
  })

  test('a token too short is refused with its name', async () => {
    process.env.PAWL_METRICS_TOKEN = 'short'
    await expect(handleMetrics(request())).rejects.toThrow(/PAWL_METRICS_TOKEN: must have at least 16/)
  })
})

describe('a worker process', () => {
  test('serves the three answers and nothing else', async () => {
    const server = await serveOperations({ port: 0, host: '127.0.0.1' })
    const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init)
    try {
      expect(await (await ask('/health')).json()).toEqual({ status: 'ok' })
      expect(await (await ask('/health/detailed')).json()).toMatchObject({ status: 'ok' })
      const response = await ask('/metrics')
      expect(response.headers.get('content-type')).toContain('version=0.0.4')
      expect(figureOf(parseExposition(await response.text()), 'pawl_up')).toBe(1)
      expect((await ask('/')).status).toBe(404)
      expect((await ask('/metrics', { method: 'POST' })).status).toBe(405)
      process.env.PAWL_METRICS_TOKEN = TOKEN
      expect((await ask('/metrics')).status).toBe(401)
    } finally {
      await server.close()
    }
  })

  test('says which port is taken', async () => {
    const server = await serveOperations({ port: 0, host: '127.0.0.1' })
    const second = serveOperations({ port: server.port, host: '127.0.0.1' })
    await expect(second).rejects.toThrow(`PAWL_METRICS_PORT=${server.port} is taken`)
    await server.close()
  })
})

function request(headers: Record<string, string> = {}): Request {
  return new Request('http://localhost:3000/metrics', {
    headers: { host: 'localhost:3000', 'x-forwarded-for': '127.0.0.1', ...headers },
  })
}

async function detailed(): Promise<{ status: number; report: HealthReport }> {
  const response = await handleDetailedHealth(request())
  // What report.ts makes, through JSON.
  return { status: response.status, report: (await response.json()) as HealthReport }
}

async function metrics(): Promise<Map<string, ParsedFamily>> {
  return parseExposition(await (await handleMetrics(request())).text())
}

function checkOf({ checks }: HealthReport, name: string) {
  return checks.find((check) => check.name === name)
}

function figureOf(families: Map<string, ParsedFamily>, name: string): number | undefined {
  return families.get(name)?.samples[0]?.value
}

async function clearEngine(): Promise<void> {
  await systemPool().query('DELETE FROM engine.owners')
  await systemPool().query('DELETE FROM engine.runs')
  await systemPool().query('DELETE FROM engine.events')
}

async function addWorker(leaseMinutes: number): Promise<void> {
  await systemPool().query(
    `INSERT INTO engine.owners (id, expires_at) VALUES ($1, now() + $2::int * interval '1 minute')`,
    [newId('request'), leaseMinutes],
  )
}

async function addCall(dueSeconds: number): Promise<void> {
  const id = newId('request')
  await systemPool().query(`INSERT INTO engine.events (id, name, payload) VALUES ($1, 'test', '{}')`, [id])
  await systemPool().query(`INSERT INTO engine.runs (id, function_id, event_id) VALUES ($1, 'f', $1)`, [id])
  await systemPool().query(
    `INSERT INTO engine.queue (run_id, function_id, due_at) VALUES ($1, 'f', now() - $2::int * interval '1 second')`,
    [id, dueSeconds],
  )
}

/** As when it has stopped: the pool is opened anew, on a port that nobody listens on. */
async function withoutPostgres(work: () => Promise<void>): Promise<void> {
  await closeDatabases()
  process.env.PAWL_SYSTEM_DATABASE_URL = 'postgresql://pawl_system:hunter2@127.0.0.1:1/pawl'
  try {
    await work()
  } finally {
    await closeDatabases()
    process.env.PAWL_SYSTEM_DATABASE_URL = given.PAWL_SYSTEM_DATABASE_URL
  }
}
