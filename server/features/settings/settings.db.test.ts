import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import type { ShellPort } from '@/server/language/contracts'
import { execute } from '@/server/operations'
import { tenantDb } from '@/server/platform/db'
import { createSafeHttp } from '@/server/platform/safe-http'
import { createShell } from '@/server/platform/shell'
import { effectiveSettings, settings } from './index'
import { createProjectHttp, createProjectShell } from './port'
import type { SettingKey, Settings } from './schema'

let tenant: Tenant

beforeEach(async () => {
  tenant = await arrangeTenant('Settings')
})

const HOSTS = 'network.allowedHosts'
const COMMANDS = 'shell.enabled'

describe('a setting', () => {
  test('holds by default, from the organization, or from the project, and says which', async () => {
    expect((await get())['retention.runs']).toMatchObject({ value: null, source: 'instance' })
    await setOrg('retention.runs', 90)
    expect((await get())['retention.runs']).toMatchObject({
      value: 90,
      source: 'organization',
      inherited: { value: 90, source: 'organization' },
      updatedBy: null,
    })
    const mine = await set('retention.runs', 30)
    expect(mine['retention.runs']).toMatchObject({
      value: 30,
      own: 30,
      source: 'project',
      inherited: { value: 90, source: 'organization' },
      updatedBy: 'Settings owner',
    })
    expect((await getOrg())['retention.runs']).toMatchObject({ value: 90, ownIn: ['Main'] })
    expect((await reset('retention.runs'))['retention.runs']).toMatchObject({
      value: 90,
      source: 'organization',
    })
    expect((await resetOrg('retention.runs'))['retention.runs']).toMatchObject({
      value: null,
      source: 'instance',
      ownIn: [],
    })
  })

  test('that says "for ever" goes before a limit of the organization', async () => {
    await setOrg('retention.payloads', 7)
    expect((await set('retention.payloads', null))['retention.payloads']).toMatchObject({
      value: null,
      own: null,
      source: 'project',
    })
    expect(await effective()).toMatchObject({ 'retention.payloads': null })
  })

  test.each([
    ['retention.runs', 0],
    ['retention.runs', 3_651],
    ['retention.runs', ['api.example.com']],
    [HOSTS, 30],
    [HOSTS, ['https://api.example.com']],
    [HOSTS, ['*']],
    [COMMANDS, 'yes'],
    [COMMANDS, null],
  ] as const)('%s refuses %j and says where', async (key, value) => {
    await expect(set(key, value)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: expect.stringMatching(/^value/) }] },
    })
  })

  test('is changed by who manages settings, read by who builds, and told with before and after', async () => {
    const builder = await arrangeMember(tenant.orgId, 'builder')
    const input = { projectId: tenant.projectId, key: 'retention.events', value: 14 }
    await expect(execute(settings.set, builder, input)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await execute(settings.get, builder, { projectId: tenant.projectId })).toHaveProperty(HOSTS)
    await set('retention.events', 14)
    await set('retention.events', 21)
    await reset('retention.events')
    const rows = await tenantDb(tenant.orgId).auditEntry.findMany({
      where: { subject: 'retention.events', outcome: 'done' },
      orderBy: { id: 'asc' },
    })
    expect(rows.map(({ before, after }) => ({ before, after }))).toEqual([
      { before: null, after: { 'retention.events': 14 } },
      { before: { 'retention.events': 14 }, after: { 'retention.events': 21 } },
      { before: { 'retention.events': 21 }, after: null },
    ])
  })
})

describe('the hosts of a project', () => {
  test('may narrow those of the organization, never widen them; the refusal names which', async () => {
    await setOrg(HOSTS, ['*.Example.com', 'api.github.com'])
    expect((await set(HOSTS, ['api.example.com']))[HOSTS].value).toEqual(['api.example.com'])
    await expect(set(HOSTS, ['api.example.com', 'evil.net', '*.com.net'])).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('evil.net, *.com.net'),
      details: { hosts: ['evil.net', '*.com.net'] },
    })
    await expect(set(HOSTS, null)).rejects.toMatchObject({ details: { hosts: ['any public host'] } })
  })

  test('shrink with the organization’s, also where they were set before', async () => {
    await set(HOSTS, ['*.example.com', 'api.github.com'])
    await setOrg(HOSTS, ['api.example.com'])
    expect((await get())[HOSTS]).toMatchObject({
      value: ['api.example.com'],
      own: ['*.example.com', 'api.github.com'],
    })
    expect(await effective()).toMatchObject({ [HOSTS]: ['api.example.com'] })
  })
})

describe('a request of a step', () => {
  let server: Server
  let port: number
  const http = createProjectHttp(createSafeHttp({ allowedHosts: '127.0.0.1,localhost' }))

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end()
      else response.end('here')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // A server that listens on TCP has an AddressInfo.
    port = (server.address() as AddressInfo).port
  })

  afterAll(() => void server.close())

  const ask = (host: string, path = '/') =>
    http.request(tenant, {
      method: 'GET',
      url: `http://${host}:${port}${path}`,
      headers: {},
      timeoutMs: 5_000,
      maxResponseBytes: 10_000,
      followRedirects: true,
      signal: new AbortController().signal,
    })

  test('goes to any host, then to the listed ones only, from the next request on', async () => {
    expect(await ask('127.0.0.1')).toMatchObject({ ok: true, body: 'here' })
    await set(HOSTS, ['localhost'])
    expect(await ask('127.0.0.1')).toMatchObject({
      ok: false,
      code: 'host_not_allowed',
      retryable: false,
      message: expect.stringMatching(/^127\.0\.0\.1 .*this project.*Settings, Network/),
    })
    expect(await ask('localhost')).toMatchObject({ ok: true })
    await reset(HOSTS)
    expect(await ask('127.0.0.1')).toMatchObject({ ok: true })
  })

  test('is not led elsewhere by a redirect', async () => {
    await set(HOSTS, ['localhost'])
    expect(await ask('localhost', '/away')).toMatchObject({
      ok: false,
      code: 'host_not_allowed',
      message: expect.stringMatching(/^localhost:\d+ redirects to 127\.0\.0\.1:\d+\./),
    })
  })

  test('is bound by the organization’s list, and the refusal says whose it is', async () => {
    await setOrg(HOSTS, [])
    expect(await ask('localhost')).toMatchObject({
      code: 'host_not_allowed',
      message: expect.stringMatching(/organization allows.*Settings, Defaults/),
    })
  })

  test('to a private address stays refused by the instance, whatever the project lists', async () => {
    await set(HOSTS, ['10.0.0.1'])
    const strict = createProjectHttp(createSafeHttp({ allowedHosts: '' }))
    const result = await strict.request(tenant, {
      method: 'GET',
      url: 'http://10.0.0.1/',
      headers: {},
      timeoutMs: 5_000,
      maxResponseBytes: 10_000,
      followRedirects: true,
      signal: new AbortController().signal,
    })
    expect(result).toMatchObject({ ok: false, code: 'blocked_host' })
  })
})

describe('a command of a step', () => {
  let directory: string
  let commands: ShellPort

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'pawl-commands-'))
    commands = createProjectShell(createShell({ directory }))
  })

  afterAll(() => rm(directory, { recursive: true }))
  beforeEach(() => void vi.stubEnv('PAWL_SHELL', 'on'))

  const runEcho = () =>
    commands.run(
      { ...tenant, runId: 'run_1' },
      {
        argv: ['echo', 'ran'],
        env: {},
        maxOutputBytes: 100,
        signal: new AbortController().signal,
        onLine: () => undefined,
      },
    )

  test('runs where instance and project allow it, and is refused again as soon as one does not', async () => {
    expect(await runEcho()).toMatchObject({
      code: 'shell_disabled',
      message: expect.stringMatching(/Settings, Commands/),
    })
    await set(COMMANDS, true)
    expect(await commands.check(tenant)).toEqual({ ok: true })
    expect(await runEcho()).toMatchObject({ ok: true, stdout: 'ran\n' })
    vi.stubEnv('PAWL_SHELL', 'off')
    expect(await runEcho()).toMatchObject({
      code: 'shell_disabled',
      message: expect.stringMatching(/PAWL_SHELL=on/),
    })
    expect((await get())[COMMANDS]).toMatchObject({ value: true, isAvailable: false })
    vi.stubEnv('PAWL_SHELL', 'on')
    await reset(COMMANDS)
    expect(await runEcho()).toMatchObject({ code: 'shell_disabled' })
  })

  test('runs where the organization says so, unless the project does not', async () => {
    await setOrg(COMMANDS, true)
    expect((await get())[COMMANDS]).toMatchObject({ value: true, source: 'organization', isAvailable: true })
    expect(await runEcho()).toMatchObject({ ok: true })
    await set(COMMANDS, false)
    expect(await runEcho()).toMatchObject({ code: 'shell_disabled' })
  })

  test('is off in every project of an organization that turned it off', async () => {
    await set(COMMANDS, true)
    await setOrg(COMMANDS, false)
    expect((await get())[COMMANDS]).toMatchObject({ value: false, own: true })
    expect(await runEcho()).toMatchObject({ code: 'shell_disabled' })
    await expect(set(COMMANDS, true)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('turned commands off'),
    })
  })
})

// Each operation answers with what its own output schema says.
const get = () => execute(settings.get, tenant.owner, { projectId: tenant.projectId }) as Promise<Settings>
const set = (key: SettingKey, value: unknown) =>
  execute(settings.set, tenant.owner, { projectId: tenant.projectId, key, value }) as Promise<Settings>
const reset = (key: SettingKey) =>
  execute(settings.reset, tenant.owner, { projectId: tenant.projectId, key }) as Promise<Settings>
const getOrg = () =>
  execute(settings.getOrganization, tenant.owner, { orgId: tenant.orgId }) as Promise<Settings>
const setOrg = (key: SettingKey, value: unknown) =>
  execute(settings.setOrganization, tenant.owner, { orgId: tenant.orgId, key, value }) as Promise<Settings>
const resetOrg = (key: SettingKey) =>
  execute(settings.resetOrganization, tenant.owner, { orgId: tenant.orgId, key }) as Promise<Settings>
const effective = () => effectiveSettings(tenantDb(tenant.orgId), tenant.orgId, tenant.projectId)
