import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Engine } from './engine'
import { openDatabase } from './store/database'
import { addOwner, beatOwner } from './store/owners'
import { deleteOldEvents, deleteOldRuns } from './store/retention'
import {
  type BuildFunctions,
  buildEngine,
  cleanUp,
  databaseUrl,
  endedRun,
  gate,
  note,
  startEngine,
  until,
  withSql,
} from './testing/harness'

afterEach(cleanUp)

describe('owners', () => {
  test('a call whose owner is taken for dead goes on elsewhere, and the stale caller changes nothing', async () => {
    const gates = { first: gate(), second: gate() }
    const ledger: string[] = []
    const functions =
      (owner: 'first' | 'second'): BuildFunctions =>
      (client) => [
        client.createFunction({ id: 'held', triggers: [{ event: 'held' }] }, async ({ step }) => {
          await step.run('one', () => void ledger.push(`${owner} one`))
          const by = await step.run('two', async () => {
            ledger.push(`${owner} two`)
            await gates[owner].opened
            return owner
          })
          await step.run('three', () => void ledger.push(`${owner} three`))
          return by
        }),
      ]
    // With a second place it might take the call again itself.
    const first = await startEngine(functions('first'), { concurrency: 1 })
    const eventId = await first.send('held')
    await until(() => ledger.includes('first two') || undefined, 'the step that hangs')
    await withSql((sql) => sql.query('DELETE FROM engine.owners'))
    const second = await startEngine(functions('second'))
    await until(() => ledger.includes('second two') || undefined, 'the second owner')
    gates.first.open()
    await until(() => first.engine.stats().answersStale === 1 || undefined, 'the stale answer')
    gates.second.open()
    expect(await endedRun(second.engine, eventId)).toMatchObject({ status: 'Completed', output: 'second' })
    expect(ledger).toEqual(['first one', 'first two', 'second two', 'second three'])
  })

  test('an owner whose lease runs out is taken for dead within five seconds', async () => {
    let calls = 0
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'orphan', triggers: [{ event: 'orphan' }] }, async () => ++calls),
    ])
    await withSql(async (sql) => {
      await sql.query(`INSERT INTO engine.owners VALUES ('dead', now() + interval '300 ms')`)
    })
    const eventId = await send('orphan', {}, { ts: Date.now() + 300 })
    await withSql((sql) =>
      sql.query(`UPDATE engine.queue SET owner_id = 'dead', token = gen_random_uuid(), due_at = now()`),
    )
    expect(await endedRun(engine, eventId)).toMatchObject({ output: 1 })
    expect(engine.stats().callsTakenOver).toBe(1)
  })

  test('an owner is connected for as long as the connection is there that it beats over', async () => {
    const [one, other] = [1, 2].map(() => openDatabase(databaseUrl(), 1, () => undefined))
    if (!one || !other) throw new Error('There are two.')
    const [id, watcher] = [`host:1:${randomUUID()}`, `host:2:${randomUUID()}`]
    const isConnected = async () =>
      (await beatOwner(other, watcher, 60_000)).find((owner) => owner.id === id)?.isConnected
    try {
      for (const [db, owner] of [[one, id] as const, [other, watcher] as const])
        await addOwner(db, owner, 60_000)
      expect(await isConnected()).toBe(false)
      await beatOwner(one, id, 60_000)
      expect(await isConnected()).toBe(true)
      await one.close()
      await until(async () => (await isConnected()) === false || undefined, 'the connection to be gone')
    } finally {
      await other.close()
    }
  })

  test('two processes share the work', async () => {
    const by: Record<string, number> = { a: 0, b: 0 }
    const functions =
      (owner: string): BuildFunctions =>
      (client) => [
        client.createFunction({ id: 'shared', triggers: [{ event: 'shared' }] }, async ({ step }) => {
          await step.run('work', async () => {
            by[owner] = (by[owner] ?? 0) + 1
            await new Promise((resolve) => setTimeout(resolve, 30))
          })
        }),
      ]
    const [a] = await Promise.all([
      startEngine(functions('a'), { concurrency: 2 }),
      startEngine(functions('b'), { concurrency: 2 }),
    ])
    const ids = await Promise.all(Array.from({ length: 20 }, () => a.send('shared')))
    for (const id of ids) expect(await endedRun(a.engine, id)).toMatchObject({ status: 'Completed' })
    expect((by.a ?? 0) + (by.b ?? 0)).toBe(20)
    expect(Math.min(by.a ?? 0, by.b ?? 0)).toBeGreaterThan(0)
  })

  test('stopping lets the call under way end and leaves the rest to the next process', async () => {
    const hold = gate()
    const ledger: string[] = []
    const functions: BuildFunctions = (client) => [
      client.createFunction({ id: 'drained', triggers: [{ event: 'drained' }] }, async ({ step }) => {
        await step.run('one', async () => {
          ledger.push('one')
          await hold.opened
        })
        await step.sleepUntil('nap', new Date(Date.now() + 50))
        return step.run('two', () => note(ledger, 'two', 'done'))
      }),
    ]
    const first = await startEngine(functions)
    const eventId = await first.send('drained')
    await until(() => ledger[0], 'the first step')
    const stopped = first.engine.stop()
    hold.open()
    await stopped
    expect(await withSql((sql) => sql.query('SELECT FROM engine.owners'))).toMatchObject({ rowCount: 0 })
    const second = await startEngine(functions)
    expect(await endedRun(second.engine, eventId)).toMatchObject({ output: 'done' })
    expect(ledger).toEqual(['one', 'two'])
  })

  test('a claim whose end a crash of Postgres took back is let go, and the run ends once more', async () => {
    let calls = 0
    const hold = gate()
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'taken-back', triggers: [{ event: 'taken-back' }] }, async () => {
        calls++
        await hold.opened
        return calls
      }),
    ])
    const eventId = await send('taken-back')
    await until(() => calls || undefined, 'the call')
    const claim = await claimOf(engine)
    hold.open()
    expect(await endedRun(engine, eventId)).toMatchObject({ output: 1 })
    await takeBackEnd(claim)
    // All connections end with the server. This is the one that tells the process of it even when it is idle.
    await endConnections('pawl-engine-listen')
    await until(() => calls === 2 || undefined, 'the call that is made again')
    expect(await endedRun(engine, eventId)).toMatchObject({ status: 'Completed', output: 2 })
  })

  test('runs outlive broken database connections', async () => {
    const ledger: number[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'sturdy', retries: 5, triggers: [{ event: 'sturdy' }] },
        async ({ step }) => {
          for (let n = 0; n < 30; n++)
            await step.run(`step-${n}`, async () => {
              ledger.push(n)
              await new Promise((resolve) => setTimeout(resolve, 10))
            })
          return 'done'
        },
      ),
    ])
    const eventId = await send('sturdy')
    for (let cuts = 0; cuts < 4; cuts++) {
      await new Promise((resolve) => setTimeout(resolve, 60))
      await withSql((sql) =>
        sql.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user`,
        ),
      )
    }
    await until(() => engine.stats().isListening || undefined, 'the LISTEN connection to be back')
    expect(await endedRun(engine, eventId)).toMatchObject({ status: 'Completed' })
    expect(new Set(ledger).size).toBe(30)
    expect(ledger.length).toBe(30)
  })
})

describe('clocks', () => {
  test('a process whose clock has jumped plans the next tick by the clock of the database', async () => {
    let ticks = 0
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 3_600_000 })
    try {
      await startEngine((client) => [
        client.createFunction({ id: 'ticking', triggers: [{ cron: '* * * * *' }] }, async () => ++ticks),
      ])
      const nextInS = () =>
        withSql(async (sql) => {
          const { rows } = await sql.query<{ s: number }>(
            'SELECT extract(epoch FROM next_at - now())::float8 AS s FROM engine.crons',
          )
          return rows[0]?.s
        })
      expect(await nextInS()).toBeLessThanOrEqual(60)
      await withSql((sql) => sql.query('UPDATE engine.crons SET next_at = now()'))
      await until(() => ticks || undefined, 'the tick')
      expect(await nextInS()).toBeLessThanOrEqual(60)
      expect(await nextInS()).toBeGreaterThan(-1)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('retention', () => {
  test('ended runs and old events go after the kept days, those of unended runs stay', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'brief', triggers: [{ event: 'brief' }] }, async () => 'done'),
      client.createFunction({ id: 'long', triggers: [{ event: 'long' }] }, async ({ step }) =>
        step.sleep('nap', '1h'),
      ),
    ])
    await endedRun(engine, await send('brief'))
    await send('long')
    await Promise.all(Array.from({ length: 5 }, () => send('unheard')))
    const db = openDatabase(databaseUrl(), 1, () => undefined)
    const names = async () =>
      (await db.query<{ name: string }>('SELECT name FROM engine.events ORDER BY name')).rows.map(
        (r) => r.name,
      )
    try {
      await db.query(`UPDATE engine.runs SET ended_at = ended_at - interval '8 days'`)
      await db.query(`UPDATE engine.events SET received_at = received_at - interval '8 days'`)
      expect(await deleteOldRuns(db, 9, 100)).toBe(0)
      expect(await deleteOldEvents(db, 9, 100, undefined)).toBeUndefined()
      expect(await names()).toHaveLength(7)
      expect(await deleteOldRuns(db, 7, 100)).toBe(1)
      expect(await names()).toEqual(['long', ...Array.from({ length: 5 }, () => 'unheard')])
      let after = await deleteOldEvents(db, 7, 2, undefined)
      while (after) after = await deleteOldEvents(db, 7, 2, after)
      expect(await names()).toEqual(['long'])
    } finally {
      await db.close()
    }
  })
})

describe('kill -9', () => {
  test('runs of a killed process all end, and no finished step runs again', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'engine-'))
    const ledger = path.join(folder, 'ledger')
    writeFileSync(ledger, '')
    const sender = buildEngine(() => [])
    let worker = spawnWorker(ledger)
    try {
      await until(
        () => withSql(async (sql) => (await sql.query('SELECT FROM engine.triggers')).rowCount || undefined),
        'the worker',
      )
      const keys = Array.from({ length: 8 }, (_, n) => `key-${n}`)
      const eventIds = await Promise.all(keys.map((key) => sender.send('waves', { key })))
      for (const afterLines of [10, 40]) {
        await until(() => linesOf(ledger).length >= afterLines || undefined, `${afterLines} steps`)
        worker.kill('SIGKILL')
        await once(worker, 'exit')
        worker = spawnWorker(ledger)
      }
      for (const id of eventIds)
        expect(await endedRun(sender.engine, id)).toMatchObject({ status: 'Completed' })
      for (const key of keys) expect(backwardSteps(linesOf(ledger), key)).toEqual([])
    } finally {
      worker.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})

/** The row of the one call that is under way, as JSON text. */
async function claimOf(engine: Engine): Promise<string> {
  expect(engine.stats().inFlight).toBe(1)
  const { rows } = await withSql((sql) =>
    sql.query<{ claim: string }>(
      'SELECT row_to_json(q)::text AS claim FROM engine.queue q WHERE owner_id IS NOT NULL',
    ),
  )
  expect(rows).toHaveLength(1)
  return rows[0]?.claim ?? ''
}

/** What recovery leaves of a run whose end was committed, but had not reached the disk. */
async function takeBackEnd(claim: string): Promise<void> {
  const { rowCount } = await withSql((sql) =>
    sql.query(
      `WITH claim AS (
         INSERT INTO engine.queue OVERRIDING SYSTEM VALUE
         SELECT * FROM json_populate_record(NULL::engine.queue, $1) RETURNING run_id)
       UPDATE engine.runs r SET status = 'running', output = NULL, ended_at = NULL
       FROM claim WHERE r.id = claim.run_id AND r.status = 'completed'`,
      [claim],
    ),
  )
  expect(rowCount).toBe(1)
}

async function endConnections(applicationName: string): Promise<void> {
  const { rowCount } = await withSql((sql) =>
    sql.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1`,
      [applicationName],
    ),
  )
  expect(rowCount).toBe(1)
}

function spawnWorker(ledger: string): ChildProcess {
  const worker = new URL('./testing/worker.ts', import.meta.url).pathname
  return spawn(process.execPath, ['--import', 'tsx', worker], {
    env: { ...process.env, PAWL_SYSTEM_DATABASE_URL: databaseUrl(), LEDGER: ledger },
    stdio: 'inherit',
  })
}

function linesOf(ledger: string): string[] {
  return readFileSync(ledger, 'utf8').split('\n').filter(Boolean)
}

/** Steps that began although a later one had: that one began only because they had finished. */
function backwardSteps(lines: string[], key: string): number[] {
  let furthest = -1
  const backward: number[] = []
  for (const line of lines) {
    const [of, step] = line.split(' ')
    if (of !== key) continue
    if (Number(step) < furthest) backward.push(Number(step))
    furthest = Math.max(furthest, Number(step))
  }
  return backward
}
