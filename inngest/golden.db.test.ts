import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import { readGoldens } from '@/server/language/testing/golden/goldens'
import { tenantDb } from '@/server/platform/db'
import { call, idOf, logOf, publish, runOnEngine, statusOf } from './testing/golden-engine'
import { type GoldenServer, openGoldenServer } from './testing/golden-server'
import { startWorker, type Worker } from './worker'

const goldens = readGoldens()
const folder = mkdtempSync(path.join(tmpdir(), 'pawl-golden-'))

let tenant: Tenant
let server: GoldenServer
let worker: Worker

vi.setConfig({ testTimeout: 120_000, maxConcurrency: 12 })

beforeAll(async () => {
  Object.assign(process.env, { PAWL_ALLOWED_HOSTS: '127.0.0.1', PAWL_SHELL: 'on', PAWL_WORKSPACES: folder })
  tenant = await arrangeTenant('Golden')
  const { orgId } = tenant
  await call(tenant, catalogue.settings.setOrganization, { orgId, key: 'shell.enabled', value: true })
  await call(tenant, catalogue.settings.set, { key: 'shell.enabled', value: true })
  server = await openGoldenServer(goldens)
  worker = await startWorker()
})

afterAll(async () => {
  await worker?.stop()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.concurrent('on the engine, as in memory', () => {
  test.each(goldens)('$name runs as it is written down', async (golden) => {
    expect(await runOnEngine(golden, tenant, server.originOf(golden))).toEqual(golden.expected)
  })
})

describe('a limit of runs', () => {
  it('with `queue` lets the next one begin when the one before is over', async () => {
    const [first, second] = await startTwo('queue')
    expect(await statusOf(tenant, second)).toBe('queued')
    await approve(first)
    expect(await endOf(first)).toBe('succeeded')
    await approve(second)
    expect(await endOf(second)).toBe('succeeded')
    const [ended] = (await logOf(tenant, first)).filter(({ type }) => type === 'run.succeeded')
    const [began] = (await logOf(tenant, second)).filter(({ type }) => type === 'run.started')
    expect(Date.parse(began?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(ended?.at ?? ''))
  })

  it('with `skip` does not run the next one, and says so', async () => {
    const [first, second] = await startTwo('skip')
    expect(await endOf(second)).toBe('cancelled')
    expect((await logOf(tenant, second)).at(-1)).toMatchObject({ reason: expect.stringMatching(/^Skipped/) })
    await approve(first)
    expect(await endOf(first)).toBe('succeeded')
  })

  it('with `cancel-oldest` gives the place to the next one', async () => {
    const [first, second] = await startTwo('cancel-oldest')
    expect(await endOf(first)).toBe('cancelled')
    await approve(second)
    expect(await endOf(second)).toBe('succeeded')
  })
})

/** Two runs under a limit of one, the first of which waits for a person. */
async function startTwo(onLimit: string): Promise<[string, string]> {
  const name = `limited-${onLimit}`
  const limit = `{ key: ${name}, limit: 1, onLimit: ${onLimit} }`
  const steps = '  - { id: gate, approval: { title: Go? } }\n'
  await publish(tenant, name, `version: 1\nname: ${name}\nconcurrency: ${limit}\nsteps:\n${steps}`)
  const start = async () => idOf(await call(tenant, catalogue.runs.start, { workflow: name, inputs: {} }))
  const first = await start()
  await gateOf(first)
  return [first, await start()]
}

async function approve(runId: string): Promise<void> {
  await call(tenant, catalogue.approvals.decide, { approvalId: await gateOf(runId), verdict: 'approve' })
}

function gateOf(runId: string): Promise<string> {
  return until(async () => {
    const where = { runId, status: 'pending' }
    return (await tenantDb(tenant.orgId).approval.findFirst({ where, select: { id: true } }))?.id
  })
}

function endOf(runId: string): Promise<RunStatus> {
  return until(async () => {
    const status = await statusOf(tenant, runId)
    return isRunEnded(status) ? status : undefined
  })
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(50)
  }
  throw new Error('It did not come to pass.')
}
