import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { secrets } from '@/server/features/secrets'
import { secretPort } from '@/server/features/secrets/port'
import { settings } from '@/server/features/settings'
import { usage } from '@/server/features/usage'
import { newId } from '@/server/kernel/ids'
import type { Role } from '@/server/kernel/permissions'
import { type Caller, execute } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'
import { createGuardedFetch } from '@/server/platform/safe-http'
import { type FakeVendors, startFakeVendors } from '@/server/plugins/providers/testing/fake-vendors'
import { models, providers } from './index'
import { createModelPort } from './port'

interface Tenant {
  orgId: string
  projectId: string
  caller: Caller
}

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
  mine = await createTenant('Ada')
})

describe('a provider', () => {
  test('is listed with the built-in one; its key is a secret and never comes back', async () => {
    expect(await save(mine, { name: 'claude', kind: 'anthropic', key: 'sk-geheim' })).toEqual({
      name: 'claude',
      isNew: true,
    })
    const listed = await execute(providers.list, mine.caller, { projectId: mine.projectId })
    expect(listed).toEqual([
      {
        id: expect.any(String),
        name: 'claude',
        kind: 'anthropic',
        baseUrl: null,
        hasKey: true,
        keySecret: 'PROVIDER_CLAUDE_KEY',
        health: null,
        isOffline: false,
      },
      {
        id: null,
        name: 'offline',
        kind: 'offline',
        baseUrl: null,
        hasKey: false,
        keySecret: null,
        health: null,
        isOffline: true,
      },
    ])
    expect(await secretPort.read(mine, 'PROVIDER_CLAUDE_KEY')).toBe('sk-geheim')
    const audit = await tenantDb(mine.orgId).auditEntry.findMany({ where: { action: 'providers.save' } })
    expect(audit).toMatchObject([{ subject: 'claude', details: { kind: 'anthropic', isKeyChanged: true } }])
    expect(JSON.stringify([listed, audit])).not.toContain('sk-geheim')
  })

  test('keeps its key when saved without one, and asks for it again before it goes elsewhere', async () => {
    await save(mine, { name: 'claude', kind: 'anthropic', key: 'sk-geheim' })
    expect(await save(mine, { name: 'claude', kind: 'anthropic' })).toMatchObject({ isNew: false })
    await expect(
      save(mine, { name: 'claude', kind: 'anthropic', baseUrl: 'https://evil.example/v1' }),
    ).rejects.toMatchObject({ code: 'invalid_input', details: { issues: [{ path: 'key' }] } })
    await save(mine, {
      name: 'claude',
      kind: 'anthropic',
      baseUrl: 'https://proxy.example/v1/',
      key: 'sk-new',
    })
    expect(await secretPort.read(mine, 'PROVIDER_CLAUDE_KEY')).toBe('sk-new')
    expect(await execute(providers.list, mine.caller, { projectId: mine.projectId })).toMatchObject([
      { baseUrl: 'https://proxy.example/v1' },
      {},
    ])
  })

  test.each([
    [{ name: 'offline', kind: 'openai', key: 'sk-any' }, 'name'],
    [{ name: 'mine', kind: 'openai-compatible' }, 'baseUrl'],
    [{ name: 'gpt', kind: 'openai' }, 'key'],
  ])('%j is refused at %s', async (provider, path) => {
    await expect(save(mine, provider)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path }] },
    })
  })

  test('takes its key along when deleted', async () => {
    await save(mine, { name: 'claude', kind: 'anthropic', key: 'sk-geheim' })
    await execute(providers.delete, mine.caller, { projectId: mine.projectId, name: 'claude' })
    expect(await secretPort.read(mine, 'PROVIDER_CLAUDE_KEY')).toBeUndefined()
    await expect(
      execute(providers.delete, mine.caller, { projectId: mine.projectId, name: 'claude' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  test('of another tenant does not exist', async () => {
    const other = await createTenant('Bo')
    await save(other, { name: 'claude', kind: 'anthropic', key: 'sk-theirs' })
    const foreign = { projectId: other.projectId, name: 'claude' }
    for (const operation of [providers.test, providers.delete])
      await expect(execute(operation, mine.caller, foreign)).rejects.toMatchObject({ code: 'not_found' })
    expect(await complete(mine, 'claude/x')).toMatchObject({ ok: false, code: 'unknown_provider' })
  })

  test('may be managed by an admin, not by a builder', async () => {
    const builder = { ...mine, caller: await addMember(mine, 'Cy', 'builder') }
    await expect(save(builder, { name: 'a', kind: 'openai', key: 'sk-any' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(
      execute(providers.test, builder.caller, { projectId: mine.projectId, name: 'offline' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('testing a provider', () => {
  test('makes a real call with its key and shows it in the usage', async () => {
    await saveVendor('claude', 'anthropic')
    expect(await tryOut('claude')).toEqual({
      model: 'claude-haiku-4-5',
      latencyMs: expect.any(Number),
      costNanos: null,
      error: null,
    })
    expect(vendors.calls.at(-1)?.headers).toMatchObject({ 'x-api-key': vendors.key })
    expect(await ledger()).toMatchObject([{ provider: 'claude', model: 'claude-haiku-4-5', runId: null }])
  })

  test('tells a wrong key without showing it', async () => {
    await saveVendor('claude', 'anthropic', 'sk-wrong-geheim')
    const result = await tryOut('claude')
    expect(result).toMatchObject({ error: { code: 'invalid_key' } })
    expect(JSON.stringify(result)).not.toContain('sk-wrong-geheim')
  })

  test('asks for a model where the server has its own', async () => {
    await saveVendor('ollama', 'openai-compatible')
    await expect(tryOut('ollama')).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'model' }] },
    })
    expect(await tryOut('ollama', 'llama3.2')).toMatchObject({ model: 'llama3.2', error: null })
  })

  test('works without any network for the built-in one', async () => {
    expect(await tryOut('offline')).toMatchObject({ model: 'rules', costNanos: '0', error: null })
  })
})

describe('a model call', () => {
  test('answers and leaves one ledger row with disjoint buckets', async () => {
    await saveVendor('gpt', 'openai')
    expect(await complete(mine, 'gpt/gpt-5-mini')).toMatchObject({
      ok: true,
      answer: {
        text: 'Hello, world.',
        provider: 'gpt',
        model: 'gpt-5-mini',
        // The fake server's URL is no vendor's: its prices are not known.
        costNanos: null,
      },
    })
    expect(await ledger()).toMatchObject([
      {
        runId: 'run_1',
        path: 'draft',
        attempt: 2,
        provider: 'gpt',
        model: 'gpt-5-mini',
        uncachedInputTokens: 70,
        cacheReadTokens: 20,
        cacheWriteTokens: 0,
        outputTokens: 30,
        reasoningTokens: 12,
        costNanos: null,
      },
    ])
  })

  test('costs exactly nothing offline', async () => {
    expect(await complete(mine, 'offline/rules')).toMatchObject({ ok: true, answer: { costNanos: '0' } })
    expect(await ledger()).toMatchObject([{ provider: 'offline', costNanos: 0n }])
  })

  test('whose answer is unusable was billed all the same', async () => {
    await saveVendor('gpt', 'openai')
    vendors.script({ stop: 'filtered' })
    const result = await complete(mine, 'gpt/gpt-5-mini')
    expect(result).toMatchObject({ ok: false, code: 'content_filtered' })
    expect(result).not.toHaveProperty('usage')
    expect(await ledger()).toMatchObject([{ outputTokens: 30 }])
  })

  test('that the vendor refused leaves no row', async () => {
    await saveVendor('gpt', 'openai')
    vendors.script({ fail: 'rate_limited' })
    expect(await complete(mine, 'gpt/gpt-5-mini')).toMatchObject({
      ok: false,
      code: 'rate_limited',
      retryAfterMs: 1_500,
    })
    expect(await ledger()).toEqual([])
  })

  test('is told to whoever keeps the run, before the answer is out', async () => {
    const told: unknown[] = []
    const port = createModelPort({ onUsage: async (row) => void told.push(row) })
    await port.complete(callerOf(mine), { model: 'offline/rules', prompt: 'Hi.', signal: never() })
    expect(told).toMatchObject([{ orgId: mine.orgId, runId: 'run_1', costNanos: '0' }])
    expect(await ledger()).toEqual([])
  })

  test('to a host inside is refused with how to allow it', async () => {
    await saveVendor('ollama', 'openai-compatible')
    const port = createModelPort({ fetch: createGuardedFetch({ allowedHosts: '' }) })
    const result = await port.complete(callerOf(mine), {
      model: 'ollama/llama3.2',
      prompt: 'Hi.',
      signal: never(),
    })
    expect(result).toMatchObject({
      ok: false,
      code: 'blocked_host',
      message: expect.stringContaining('PAWL_ALLOWED_HOSTS=127.0.0.1:'),
    })
  })

  test('goes only to hosts that the project allows', async () => {
    await saveVendor('gpt', 'openai')
    const callsBefore = vendors.calls.length
    const input = { projectId: mine.projectId, key: 'network.allowedHosts', value: ['api.openai.com'] }
    await execute(settings.set, mine.caller, input)
    expect(await complete(mine, 'gpt/gpt-5-mini')).toMatchObject({
      ok: false,
      code: 'host_not_allowed',
      retryable: false,
      message: expect.stringContaining('127.0.0.1'),
    })
    expect(vendors.calls.length).toBe(callsBefore)
    await execute(settings.set, mine.caller, { ...input, value: ['127.0.0.1'] })
    expect(await complete(mine, 'gpt/gpt-5-mini')).toMatchObject({ ok: true })
  })

  test('never gives out the key, whole or in pieces, though the server repeats it', async () => {
    await saveVendor('gpt', 'openai')
    const middle = Math.floor(vendors.key.length / 2)
    vendors.script({ pieces: ['It is ', vendors.key.slice(0, middle), vendors.key.slice(middle), '.'] })
    const deltas: string[] = []
    const result = await createModelPort().complete(callerOf(mine), {
      model: 'gpt/gpt-5-mini',
      prompt: 'Say it.',
      signal: never(),
      onText: (delta) => deltas.push(delta),
    })
    expect(result).toMatchObject({ ok: true, answer: { text: 'It is •••PROVIDER_GPT_KEY•••.' } })
    expect(deltas.join('')).toBe('It is •••PROVIDER_GPT_KEY•••.')
  })

  test.each([
    ['gpt-5', 'invalid_request', 'offline/rules'],
    ['nobody/gpt-5', 'unknown_provider', 'offline'],
    ['offline/gpt-5', 'invalid_request', 'offline/rules'],
  ])('of %s is refused as %s', async (model, code, hint) => {
    expect(await complete(mine, model)).toMatchObject({
      ok: false,
      code,
      retryable: false,
      message: expect.stringContaining(hint),
    })
  })

  test('whose key was deleted says which', async () => {
    await saveVendor('gpt', 'openai')
    await execute(secrets.delete, mine.caller, { projectId: mine.projectId, name: 'PROVIDER_GPT_KEY' })
    expect(await complete(mine, 'gpt/x')).toMatchObject({
      code: 'invalid_key',
      message: expect.stringContaining('PROVIDER_GPT_KEY'),
    })
    expect(await execute(providers.list, mine.caller, { projectId: mine.projectId })).toMatchObject([
      { name: 'gpt', hasKey: false },
      {},
    ])
  })
})

test('spend is summed by day and by model; unpriced calls are counted apart', async () => {
  await saveVendor('gpt', 'openai')
  await complete(mine, 'gpt/gpt-5-mini')
  await complete(mine, 'gpt/gpt-5-mini')
  const paid = createModelPort().complete(callerOf(mine), {
    model: 'offline/rules',
    prompt: '1234',
    signal: never(),
  })
  expect((await paid).ok).toBe(true)
  const spend = await execute(usage.spend, mine.caller, {
    projectId: mine.projectId,
    days: 2,
    timeZone: 'Asia/Tokyo',
  })
  expect(spend).toMatchObject({
    days: [{ calls: 0 }, { calls: 3, unpricedCalls: 2, costNanos: '0' }],
    calls: 3,
    unpricedCalls: 2,
    todayNanos: '0',
    totalNanos: '0',
    models: [
      { provider: 'gpt', model: 'gpt-5-mini', calls: 2, unpricedCalls: 2, outputTokens: 60 },
      { provider: 'offline', model: 'rules', calls: 1, unpricedCalls: 0 },
    ],
  })
})

test('known models are listed for the providers that the project has', async () => {
  await save(mine, { name: 'claude', kind: 'anthropic', key: 'sk-any' })
  const listed = await execute(models.list, mine.caller, { projectId: mine.projectId })
  expect(listed).toContainEqual(
    expect.objectContaining({ model: 'claude/claude-sonnet-4-5', provider: 'claude' }),
  )
  expect(listed).toContainEqual(
    expect.objectContaining({ model: 'offline/rules', label: 'Offline rules (no AI)' }),
  )
})

function save(tenant: Tenant, provider: object): Promise<unknown> {
  return execute(providers.save, tenant.caller, { projectId: tenant.projectId, ...provider })
}

function saveVendor(name: string, kind: keyof FakeVendors['urls'], key = vendors.key): Promise<unknown> {
  return save(mine, { name, kind, baseUrl: vendors.urls[kind], key })
}

function tryOut(name: string, model?: string): Promise<unknown> {
  return execute(providers.test, mine.caller, { projectId: mine.projectId, name, model })
}

function complete(tenant: Tenant, model: string) {
  return createModelPort().complete(callerOf(tenant), { model, prompt: 'Say hello.', signal: never() })
}

function callerOf({ orgId, projectId }: Tenant) {
  return { orgId, projectId, runId: 'run_1', path: 'draft', attempt: 2 }
}

function never(): AbortSignal {
  return new AbortController().signal
}

function ledger() {
  return tenantDb(mine.orgId).usage.findMany({ where: { projectId: mine.projectId } })
}

async function createTenant(owner: string): Promise<Tenant> {
  const orgId = newId('organization')
  const projectId = newId('project')
  await systemDb().organization.create({ data: { id: orgId, slug: orgId.replace('_', '-'), name: owner } })
  await systemDb().project.create({ data: { id: projectId, orgId, slug: 'main', name: 'Main' } })
  return { orgId, projectId, caller: await addMember({ orgId }, owner, 'owner') }
}

async function addMember({ orgId }: { orgId: string }, name: string, role: Role): Promise<Caller> {
  const userId = newId('user')
  const email = `${userId}@example.com`
  await systemDb().user.create({ data: { id: userId, email, name, passwordHash: 'none' } })
  await systemDb().membership.create({ data: { id: newId('membership'), orgId, userId, role } })
  return {
    user: { userId, sessionId: newId('session'), name, email },
    apiKey: null,
    correlationId: newId('request'),
    ip: null,
    userAgent: null,
  }
}
