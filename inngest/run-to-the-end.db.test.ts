import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import { execute } from '@/server/operations'
import { tenantDb } from '@/server/platform/db'
import { startWorker, type Worker } from './worker'

let tenant: Tenant
let worker: Worker

beforeAll(async () => {
  tenant = await arrangeTenant('Journey')
  worker = await startWorker()
})

afterAll(() => worker.stop())

vi.setConfig({ testTimeout: 40_000 })

test('release notes run to the end: draft, edit in the approval, final text, cost and audit', async () => {
  const commits = 'feat: search by tag\nfix: sort by date'
  const { id } = await call<{ id: string }>(catalogue.runs.start, {
    workflow: 'release-notes',
    inputs: { commits },
  })
  const approvalId = await pendingApproval(id)
  const approval = await call<{ form: { properties: Record<string, { default?: string }> } }>(
    catalogue.approvals.get,
    { approvalId },
  )
  const [field, asked] = Object.entries(approval.form.properties)[0] ?? []
  expect(asked?.default).toContain('earch by tag')
  const edited = `${asked?.default}\n\nEdited by hand.`
  const decision = { approvalId, verdict: 'approve', values: { [field ?? '']: edited } }
  expect(await call(catalogue.approvals.decide, decision)).toEqual({ status: 'approved', changed: true })
  expect(await endOf(id)).toBe('succeeded')

  const run = await call<{ output: unknown; costNanos: string }>(catalogue.runs.get, { run: id })
  expect(JSON.stringify(run.output)).toContain('Edited by hand.')
  const usage = await tenantDb(tenant.orgId).usage.findMany({ where: { runId: id } })
  expect(usage).toMatchObject([{ provider: 'offline', costNanos: 0n }])
  const audit = await tenantDb(tenant.orgId).auditEntry.findMany({
    where: { subject: { in: [id, approvalId] } },
  })
  expect(audit.map((entry) => entry.action).sort()).toEqual(['approvals.decide', 'runs.start'])
})

test('a second decision is refused and says so', async () => {
  const { id } = await call<{ id: string }>(catalogue.runs.start, { workflow: 'release-notes', inputs: {} })
  const approvalId = await pendingApproval(id)
  const verdicts = ['approve', 'reject'].map((verdict) =>
    call(catalogue.approvals.decide, { approvalId, verdict }),
  )
  const results = await Promise.allSettled(verdicts)
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(call(catalogue.approvals.decide, { approvalId, verdict: 'approve' })).rejects.toThrow(
    /already/,
  )
})

test('a waiting run is cancelled at once, and resumed from where it was', async () => {
  const { id } = await call<{ id: string }>(catalogue.runs.start, { workflow: 'release-notes', inputs: {} })
  await pendingApproval(id)
  await call(catalogue.runs.cancel, { runId: id, reason: 'Not now.' })
  expect(await endOf(id)).toBe('cancelled')
  expect(await call(catalogue.runs.resume, { runId: id })).toEqual({ generation: 2 })
  const approvalId = await pendingApproval(id)
  await call(catalogue.approvals.decide, { approvalId, verdict: 'approve' })
  expect(await endOf(id)).toBe('succeeded')
  expect(await startsOf(id, 'draft')).toBe(1)
})

test('order saga fails as told, is resumed and succeeds, and what had finished does not run again', async () => {
  const { id } = await call<{ id: string }>(catalogue.runs.start, { workflow: 'order-saga', inputs: {} })
  expect(await endOf(id)).toBe('failed')
  const failed = await call<{ error: { code: string; path: string } }>(catalogue.runs.get, { run: id })
  expect(failed.error).toMatchObject({ code: 'code_failed', path: 'fulfil.payment.charge' })
  expect(await startsOf(id, 'fulfil.payment.charge')).toBe(3)
  await call(catalogue.runs.resume, { runId: id })
  expect(await endOf(id)).toBe('succeeded')
  expect(await startsOf(id, 'fulfil.payment.charge')).toBe(4)
  expect(await startsOf(id, 'fulfil.stock.reserve')).toBe(1)
})

test('health sweep succeeds without a network and says what is down', async () => {
  const inputs = { urls: ['http://127.0.0.1:1/', 'http://localhost:1/'] }
  const { id } = await call<{ id: string }>(catalogue.runs.start, { workflow: 'health-sweep', inputs })
  expect(await endOf(id)).toBe('succeeded')
  const run = await call<{ output: unknown }>(catalogue.runs.get, { run: id })
  expect(run.output).toMatchObject({ up: 0, down: 2, markdown: expect.stringContaining('blocked_host') })
})

function startsOf(runId: string, path: string): Promise<number> {
  return tenantDb(tenant.orgId).runEvent.count({ where: { runId, type: 'step.started', path } })
}

async function call<T>(operation: Parameters<typeof execute>[0] | object, input: object): Promise<T> {
  const given = { projectId: tenant.projectId, ...input }
  // Each test names what the operation it calls answers.
  return (await execute(operation as Parameters<typeof execute>[0], tenant.owner, given)) as T
}

async function pendingApproval(runId: string): Promise<string> {
  return until(async () => {
    const where = { runId, status: 'pending' }
    return (await tenantDb(tenant.orgId).approval.findFirst({ where, select: { id: true } }))?.id
  })
}

async function endOf(runId: string): Promise<string> {
  return until(async () => {
    const { status } = await tenantDb(tenant.orgId).run.findUniqueOrThrow({ where: { id: runId } })
    // The column holds run statuses only, by its CHECK.
    return isRunEnded(status as RunStatus) ? status : undefined
  })
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 800; tries += 1) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(25)
  }
  throw new Error('It did not come to pass within twenty seconds.')
}
