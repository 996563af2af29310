import { beforeAll, describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { readEvents } from '@/server/features/run-events'
import { type CommitItem, type Lease, LeaseLost } from '@/server/language/contracts'
import { execute } from '@/server/operations'
import { asQueryable, tenantDb, tenantPool } from '@/server/platform/db'
import { failRun } from './fail-run'
import { createRunStore } from './run-store'

const store = createRunStore({ publicUrl: 'http://pawl.test' })
let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Store')
})

async function arrangeRun(): Promise<{ orgId: string; runId: string; generation: number }> {
  const input = { projectId: tenant.projectId, workflow: 'release-notes', inputs: {} }
  // `runs.start` answers with the id of the run it made.
  const { id } = (await execute(catalogue.runs.start, tenant.owner, input)) as { id: string }
  return { orgId: tenant.orgId, runId: id, generation: 1 }
}

async function take(request: Awaited<ReturnType<typeof arrangeRun>>) {
  const acquired = await store.acquire(request)
  if (acquired.kind !== 'acquired') throw new Error(`Expected the lease, got ${acquired.kind}`)
  return acquired
}

const commit = (lease: Lease, items: CommitItem[]) => store.commit(lease, items, new Date().toISOString())

const expireLease = (runId: string) =>
  tenantPool(tenant.orgId).query(
    `UPDATE "Run" SET "leaseExpiresAt" = now() - interval '1 second' WHERE id = $1`,
    [runId],
  )

const eventsOf = (runId: string) => readEvents(asQueryable(tenantDb(tenant.orgId)), runId, 0, 100)

const started = (path: string): CommitItem => ({
  type: 'step.started',
  path,
  stepId: path,
  kind: 'set',
  attempt: 1,
  input: {},
})

describe('the lease on a run', () => {
  test('is held by one at a time, and a release lets the next one take it', async () => {
    const request = await arrangeRun()
    const first = await take(request)
    expect((await store.acquire(request)).kind).toBe('busy')
    expect(await store.release(first.lease)).toEqual({ stop: 'none', isPaused: false, woken: false })
    expect((await take(request)).lease.token).not.toBe(first.lease.token)
  })

  test('of a dead owner is taken over, and the dead one commits nothing any more', async () => {
    const request = await arrangeRun()
    const dead = await take(request)
    await expireLease(request.runId)
    const heir = await take(request)
    await expect(commit(dead.lease, [started('a')])).rejects.toThrow(LeaseLost)
    await expect(store.heartbeat(dead.lease)).rejects.toThrow(LeaseLost)
    await expect(store.release(dead.lease)).rejects.toThrow(LeaseLost)
    await commit(heir.lease, [started('b')])
    expect((await eventsOf(request.runId)).map((event) => event.type)).toEqual(['run.queued', 'step.started'])
  })

  test('tells what time it is in the database, whatever is set on this machine', async () => {
    const request = await arrangeRun()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_800_000 })
    const { at } = await take(request)
    vi.useRealTimers()
    expect(Math.abs((at?.getTime() ?? 0) - Date.now())).toBeLessThan(3_600_000)
  })

  test('of a run that was deleted is lost, and nothing of it stays or is written any more', async () => {
    const { orgId, runId, generation } = await arrangeRun()
    const { lease } = await take({ orgId, runId, generation })
    await commit(lease, [{ type: 'run.started' }, started('a')])
    await tenantPool(orgId).query('DELETE FROM "Run" WHERE id = $1', [runId])
    await expect(commit(lease, [started('b')])).rejects.toThrow(LeaseLost)
    for (const table of ['RunEvent', 'StepRun'])
      expect(
        (await tenantPool(orgId).query(`SELECT FROM "${table}" WHERE "runId" = $1`, [runId])).rowCount,
      ).toBe(0)
  })

  test('of an earlier generation cannot be taken', async () => {
    const request = await arrangeRun()
    expect((await store.acquire({ ...request, generation: 2 })).kind).toBe('ended')
  })

  test('stays where the world changed since the last look', async () => {
    const request = await arrangeRun()
    const { lease } = await take(request)
    await execute(catalogue.runs.cancel, tenant.owner, { projectId: tenant.projectId, runId: request.runId })
    expect(await store.release(lease)).toEqual({ stop: 'cancel', isPaused: false, woken: true })
    expect(await store.heartbeat(lease)).toEqual({ stop: 'cancel', isPaused: false, woken: false })
    expect(await store.release(lease)).toEqual({ stop: 'cancel', isPaused: false, woken: false })
  })

  test('is gone once the engine gave the run up', async () => {
    const request = await arrangeRun()
    const { lease } = await take(request)
    await failRun(request, { code: 'engine_failure', message: 'Gave up.' })
    await expect(commit(lease, [started('a')])).rejects.toThrow(LeaseLost)
    expect((await store.acquire(request)).kind).toBe('ended')
  })
})

describe('a commit', () => {
  test('numbers events without gaps and keeps rows that a snapshot is read from', async () => {
    const request = await arrangeRun()
    const { lease } = await take(request)
    await commit(lease, [{ type: 'run.started' }, started('a')])
    await commit(lease, [
      { type: 'step.succeeded', path: 'a', attempt: 1, output: { n: 1 } },
      started('b'),
      { type: 'step.waiting', path: 'b', wait: { kind: 'timer', dueAt: '2030-01-01T00:00:00.000Z' } },
    ])
    expect((await eventsOf(request.runId)).map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6])
    await store.release(lease)
    const { snapshot } = await take(request)
    expect(snapshot.status).toBe('waiting')
    expect(snapshot.url).toMatch(/^http:\/\/pawl.test\/store\/main\/runs\/\d+$/)
    expect(snapshot.steps).toMatchObject([
      { path: 'a', status: 'succeeded', attempt: 1, output: { n: 1 } },
      { path: 'b', status: 'waiting', attempt: 1 },
    ])
    expect(snapshot.waits).toEqual([{ path: 'b', kind: 'timer', dueAt: '2030-01-01T00:00:00.000Z' }])
  })

  test('keeps the order of keys, which people chose', async () => {
    const request = await arrangeRun()
    const { lease } = await take(request)
    const output = { zebra: 1, apple: { pear: 2, fig: 3 } }
    await commit(lease, [started('a'), { type: 'step.succeeded', path: 'a', attempt: 1, output }])
    await store.release(lease)
    const [step] = (await take(request)).snapshot.steps
    const event = (await eventsOf(request.runId)).at(-1)
    expect(JSON.stringify(step?.output)).toBe(JSON.stringify(output))
    expect(JSON.stringify(event)).toContain(JSON.stringify(output))
  })

  test('opens an approval that the wait and the log name', async () => {
    const request = await arrangeRun()
    const { lease } = await take(request)
    await commit(lease, [
      started('gate'),
      {
        type: 'step.waiting',
        path: 'gate',
        wait: { kind: 'approval' },
        approval: {
          title: 'Ship?',
          approvers: { roles: ['admin'], quorum: 1, allowSelf: true },
          onTimeout: 'fail',
        },
      },
    ])
    const [wait] = await store.readWaits(lease)
    const approval = await tenantDb(tenant.orgId).approval.findFirstOrThrow({
      where: { runId: request.runId },
    })
    expect(wait).toEqual({ path: 'gate', kind: 'approval', approvalId: approval.id, onTimeout: 'fail' })
    expect(approval).toMatchObject({ title: 'Ship?', approverRoles: ['admin'], status: 'pending' })
    expect(await eventsOf(request.runId)).toContainEqual(
      expect.objectContaining({ type: 'step.waiting', wait: { kind: 'approval', approvalId: approval.id } }),
    )
  })

  test('that ends a run drops its waits and closes what it asked for', async () => {
    const request = await arrangeRun()
    const { lease } = await take(request)
    const approvers = { roles: [], quorum: 1, allowSelf: true }
    await commit(lease, [
      started('gate'),
      {
        type: 'step.waiting',
        path: 'gate',
        wait: { kind: 'approval' },
        approval: { title: 'Ship?', approvers, onTimeout: 'fail' },
      },
    ])
    await commit(lease, [{ type: 'step.cancelled', path: 'gate' }, { type: 'run.cancelled' }])
    const run = await tenantDb(tenant.orgId).run.findUniqueOrThrow({
      where: { id: request.runId },
      include: { waits: true, approvals: true },
    })
    expect(run).toMatchObject({ status: 'cancelled', waits: [], approvals: [{ status: 'cancelled' }] })
    expect(run.finishedAt).not.toBeNull()
  })

  test('that expires an approval somebody just decided is refused whole', async () => {
    const request = await arrangeRun()
    const { lease } = await take(request)
    const approvers = { roles: [], quorum: 1, allowSelf: true }
    await commit(lease, [
      started('gate'),
      {
        type: 'step.waiting',
        path: 'gate',
        wait: { kind: 'approval' },
        approval: { title: 'Ship?', approvers, onTimeout: 'fail' },
      },
    ])
    const approvalId = (await store.readWaits(lease))[0]?.approvalId ?? ''
    const decision = { projectId: tenant.projectId, approvalId, verdict: 'approve' }
    await execute(catalogue.approvals.decide, tenant.owner, decision)
    const expired: CommitItem = {
      type: 'approval.decided',
      path: 'gate',
      approvalId,
      outcome: 'expired',
      by: null,
    }
    await expect(commit(lease, [expired, { type: 'step.woken', path: 'gate' }])).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await store.readWaits(lease))[0]?.resolution).toMatchObject({ outcome: 'approved' })
  })
})
