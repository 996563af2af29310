import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { appendToLog } from '@/server/features/run-events'
import type { JsonValue } from '@/server/kernel/json'
import { type CommitItem, LeaseLost, type StepState, type WaitState } from '@/server/language/contracts'
import { appendTo, type MemoryRun } from '@/server/language/testing/memory-run'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { readSteps } from './run-state'
import { randomBatches } from './testing/random-batches'
import {
  eventsOf,
  type HeldRun,
  hold,
  publish,
  type StartedRun,
  start,
  started,
  store,
} from './testing/stage'

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Statements')
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
})

const AT = '2026-05-05T12:00:00.000Z'

interface Arranged extends HeldRun {
  run: StartedRun
}

async function arrange(): Promise<Arranged> {
  const run = await start(tenant, 'plain')
  return { run, ...(await hold(run)) }
}

describe('a batch', () => {
  test('comes to the same rows in one statement and in a transaction', async () => {
    await fc.assert(
      fc.asyncProperty(randomBatches, async (batches) => {
        const [one, other] = [await arrange(), await arrange()]
        for (const items of batches) {
          await store.commit(one.lease, items, AT)
          const { orgId, runId } = other.run
          await inTransaction(tenantPool(orgId), (client) =>
            appendToLog(client, { orgId, runId }, items, new Date(AT)),
          )
        }
        expect(await written(one.run)).toEqual(await written(other.run))
      }),
      { numRuns: 30 },
    )
  })

  test('is read back as what its events say', async () => {
    await fc.assert(
      fc.asyncProperty(randomBatches, async (batches) => {
        const { run, lease } = await arrange()
        const model = modelRun(run)
        for (const items of batches) {
          await store.commit(lease, items, AT)
          appendTo(model, items, AT)
        }
        const steps = await readSteps(tenantPool(run.orgId), run.runId)
        expect(steps.map(comparable)).toEqual([...model.steps.values()].sort(byPath).map(comparable))
        expect((await store.readWaits(lease)).map(comparable)).toEqual(
          [...model.waits.values()].sort(byPath).map(comparable),
        )
        const [, ...log] = await eventsOf(run)
        expect(log.map(comparable)).toEqual(model.log.slice(1).map(comparable))
      }),
      { numRuns: 30 },
    )
  })
})

describe('whoever lost the lease', () => {
  test('writes nothing, whatever the batch', async () => {
    await fc.assert(
      fc.asyncProperty(randomBatches, async (batches) => {
        const { run, lease } = await arrange()
        const before = await written(run)
        const lost = { ...lease, token: lease.token - 1 }
        for (const items of batches) await expect(store.commit(lost, items, AT)).rejects.toThrow(LeaseLost)
        expect(await written(run)).toEqual(before)
      }),
      { numRuns: 15 },
    )
  })

  test('in a crash of Postgres that took the lease back is not taken for the next owner', async () => {
    const run = await start(tenant, 'plain')
    const pool = tenantPool(run.orgId)
    const { rows } = await pool.query('SELECT "leaseToken", "leaseExpiresAt" FROM "Run" WHERE id = $1', [
      run.runId,
    ])
    const lost = await hold(run)
    // The lease had not reached the disk.
    await pool.query('UPDATE "Run" SET "leaseToken" = $2, "leaseExpiresAt" = $3 WHERE id = $1', [
      run.runId,
      rows[0]?.leaseToken,
      rows[0]?.leaseExpiresAt,
    ])
    const next = await hold(run)
    await expect(lost.commit({ type: 'run.started' })).rejects.toThrow(LeaseLost)
    await next.commit({ type: 'run.started' }, started('a'))
  })
})

/** All that commits write of a run, without what tells two runs apart. */
async function written({ orgId, runId }: StartedRun): Promise<unknown> {
  const read = async (columns: string, from: string) => {
    const text = `SELECT row_to_json(t) AS row FROM (SELECT ${columns} FROM ${from}) t`
    const { rows } = await tenantPool(orgId).query<{ row: JsonValue }>(text, [runId])
    return rows.map(({ row }) => row)
  }
  const approvals = await read('*', '"Approval" WHERE "runId" = $1 ORDER BY path, id')
  const rows = {
    run: await read(RUN_COLUMNS, '"Run" WHERE id = $1'),
    // The first one was written before, at another moment.
    events: await read('*', '"RunEvent" WHERE "runId" = $1 AND seq > 1 ORDER BY seq'),
    steps: await read('*', '"StepRun" WHERE "runId" = $1 ORDER BY path'),
    waits: await read('*', '"Wait" WHERE "runId" = $1 ORDER BY path'),
    approvals,
  }
  const nameless = approvals.reduce<string>(
    (text, approval, index) => text.replaceAll(idOf(approval), `approval ${index}`),
    JSON.stringify(rows).replaceAll(runId, 'the run'),
  )
  return JSON.parse(nameless.replaceAll(/"createdAt":"[^"]*"/g, '"createdAt":"then"'))
}

const RUN_COLUMNS = `title, tags, status, output, error, "startedAt", "finishedAt", phase, outcome, "lastSeq",
  "pausedAt", "leaseExpiresAt" IS NULL AS "isFree"`

function idOf(row: JsonValue): string {
  return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : ''
}

/** As the interpreter's tests keep a run, which know nothing of SQL. */
function modelRun({ orgId, projectId, runId, number }: StartedRun): MemoryRun {
  const definition = { version: 1 as const, name: 'plain', tags: [], inputs: {}, vars: {}, steps: [] }
  const named = { orgId, projectId, runId, number, url: '' }
  const model: MemoryRun = {
    base: { ...named, definition, inputs: {}, projectVars: {}, trigger: {} },
    status: 'queued',
    generation: 1,
    phase: 'main',
    stop: 'none',
    pausedMs: 0,
    steps: new Map(),
    waits: new Map(),
    approvals: new Map(),
    log: [],
    leaseToken: 0,
    wakesRequested: 0,
    wakesTaken: 0,
  }
  const queued: CommitItem = { type: 'run.queued', by: null, versionNumber: 1 }
  appendTo(model, [queued], AT)
  return model
}

/** Without ids and names; no value and `false` are the same as nothing. */
function comparable(state: StepState | WaitState | object): object {
  const plain: object = JSON.parse(JSON.stringify(state), (name, value: unknown) =>
    name === 'approvalId' ? undefined : value,
  )
  const fields = Object.entries(plain).filter(
    ([name, value]) => value !== null && value !== false && !OTHERWISE.has(name),
  )
  return Object.fromEntries(fields)
}

/** What only one of the two remembers. */
const OTHERWISE = new Set(['stepId', 'kind', 'name'])

function byPath(one: { path: string }, other: { path: string }): number {
  return one.path < other.path ? -1 : 1
}
