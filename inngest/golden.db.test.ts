import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { readGoldens } from '@/server/language/testing/golden/goldens'
import { call, runOnEngine } from './testing/golden-engine'
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
