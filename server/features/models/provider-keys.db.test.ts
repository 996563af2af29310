import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { secretPort } from '@/server/features/secrets/port'
import { execute } from '@/server/operations'
import { tenantDb } from '@/server/platform/db'
import { type FakeVendors, startFakeVendors } from '@/server/plugins/providers/testing/fake-vendors'
import { providers } from './index'
import { createModelPort } from './port'

let vendors: FakeVendors
let mine: Tenant

beforeAll(async () => {
  vendors = await startFakeVendors()
  vi.stubEnv('PAWL_ALLOWED_HOSTS', '127.0.0.1')
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await vendors.close()
})

beforeEach(async () => {
  vendors.script({})
  mine = await arrangeTenant('Keys')
})

describe('the health of a provider', () => {
  test('is noted by tests and by calls of runs, with what went wrong', async () => {
    await saveVendor('gpt', 'openai')
    expect(await healthOf('gpt')).toBeNull()
    await tryOut('gpt')
    expect(await healthOf('gpt')).toEqual({
      checkedAt: expect.any(String),
      error: null,
      latencyMs: expect.any(Number),
    })
    vendors.script({ fail: 'rate_limited' })
    await complete('gpt/gpt-5-mini')
    expect(await healthOf('gpt')).toMatchObject({ error: expect.stringContaining('429') })
    vendors.script({})
    await complete('gpt/gpt-5-mini')
    expect(await healthOf('gpt')).toMatchObject({ error: null })
  })

  test('says nothing of an answer that only did not fit, and is forgotten when the provider changes', async () => {
    await saveVendor('gpt', 'openai')
    vendors.script({ stop: 'filtered' })
    expect(await complete('gpt/gpt-5-mini')).toMatchObject({ code: 'content_filtered' })
    expect(await healthOf('gpt')).toMatchObject({ error: null })
    await saveVendor('gpt', 'openai')
    expect(await healthOf('gpt')).toBeNull()
  })
})

describe('rotating a key', () => {
  const rotate = (proof: string) =>
    execute(providers.rotateKey, mine.owner, { projectId: mine.projectId, name: 'gpt', proof })
  const stage = (key: string) =>
    execute(providers.stageKey, mine.owner, { projectId: mine.projectId, name: 'gpt', key })
  const tryNext = () =>
    // The operation answers with what its own output schema says.
    execute(providers.testNextKey, mine.owner, { projectId: mine.projectId, name: 'gpt' }) as Promise<{
      proof: string | null
      error: unknown
    }>

  test('replaces it after one real call with the new one, and leaves no other copy', async () => {
    await saveVendor('gpt', 'openai', 'sk-the-old-one')
    await stage(vendors.key)
    const { proof } = await tryNext()
    expect(vendors.calls.at(-1)?.headers).toMatchObject({ authorization: `Bearer ${vendors.key}` })
    expect(await secretPort.read(mine, 'PROVIDER_GPT_KEY')).toBe('sk-the-old-one')
    await rotate(proof ?? '')
    expect(await secretPort.read(mine, 'PROVIDER_GPT_KEY')).toBe(vendors.key)
    expect(await secretPort.read(mine, 'PROVIDER_GPT_KEY_NEXT')).toBeUndefined()
    expect(await healthOf('gpt')).toMatchObject({ error: null })
    await expect(rotate(proof ?? '')).rejects.toMatchObject({ code: 'invalid_state' })
    const audit = await tenantDb(mine.orgId).auditEntry.findMany({ where: { subject: 'gpt' } })
    expect(JSON.stringify(audit)).not.toContain(vendors.key)
  })

  test('keeps the present one when the new one does not work', async () => {
    await saveVendor('gpt', 'openai')
    await stage('sk-wrong')
    expect(await tryNext()).toMatchObject({ proof: null, error: { code: 'invalid_key' } })
    await expect(rotate('1893456000000.made-up')).rejects.toMatchObject({ code: 'invalid_state' })
    expect(await secretPort.read(mine, 'PROVIDER_GPT_KEY')).toBe(vendors.key)
    expect(await complete('gpt/gpt-5-mini')).toMatchObject({ ok: true })
    // A key on trial says nothing of the one in use.
    expect(await healthOf('gpt')).toMatchObject({ error: null })
  })

  test('takes the proof for no other key, provider or project', async () => {
    await saveVendor('gpt', 'openai')
    await stage(vendors.key)
    const { proof } = await tryNext()
    await stage('sk-put-aside-afterwards')
    await expect(rotate(proof ?? '')).rejects.toMatchObject({ code: 'invalid_state' })
    await saveVendor('other', 'openai')
    const { projectId } = mine
    await execute(providers.stageKey, mine.owner, { projectId, name: 'other', key: vendors.key })
    await expect(
      execute(providers.rotateKey, mine.owner, { projectId, name: 'other', proof: proof ?? '' }),
    ).rejects.toMatchObject({ code: 'invalid_state' })
  })

  test('asks for a new key before it can be tested', async () => {
    await saveVendor('gpt', 'openai')
    await expect(tryNext()).rejects.toMatchObject({ code: 'invalid_state' })
  })
})

function saveVendor(name: string, kind: keyof FakeVendors['urls'], key = vendors.key): Promise<unknown> {
  const { projectId } = mine
  return execute(providers.save, mine.owner, { projectId, name, kind, baseUrl: vendors.urls[kind], key })
}

function tryOut(name: string): Promise<unknown> {
  return execute(providers.test, mine.owner, { projectId: mine.projectId, name })
}

function complete(model: string) {
  const caller = { orgId: mine.orgId, projectId: mine.projectId, runId: 'run_1', path: 'draft', attempt: 1 }
  const signal = new AbortController().signal
  return createModelPort().complete(caller, { model, prompt: 'Say hello.', signal })
}

async function healthOf(name: string): Promise<unknown> {
  // The operation answers with what its own output schema says.
  const listed = (await execute(providers.list, mine.owner, { projectId: mine.projectId })) as {
    name: string
    health: unknown
  }[]
  return listed.find((provider) => provider.name === name)?.health
}
