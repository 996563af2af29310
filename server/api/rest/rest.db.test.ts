import { beforeAll, describe, expect, test } from 'vitest'
import { execute } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'
import { catalogue } from '../catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '../testing/arrange'
import { arrangeKey, call, send } from './testing/call'

let tenant: Tenant
let key: string
let runs: string

beforeAll(async () => {
  tenant = await arrangeTenant('Rest')
  runs = `/projects/${tenant.projectId}/runs`
  const permissions = ['runs.read', 'runs.start', 'workflows.read', 'organizations.read', 'audit.read']
  key = (await arrangeKey(tenant.owner, { orgId: tenant.orgId, permissions })).key
})

const START = { workflow: 'order-saga', inputs: { failCard: false } }
const start = (headers: Record<string, string> = {}, body: unknown = START) =>
  call({ what: `POST ${runs}`, key, body, headers })

describe('a request', () => {
  test('without a key is refused, even with a cookie', async () => {
    const cookie = 'next-auth.session-token=anything'
    const answer = await call({ what: `GET ${runs}`, headers: { cookie } })
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  test('for what is public needs no key', async () => {
    const answer = await call({ what: 'POST /onboarding/check', body: { token: 'none' } })
    expect(answer).toMatchObject({ status: 200, body: { state: expect.any(String) } })
  })

  test('types its query as the operation’s schema says', async () => {
    const answer = await call({ what: `GET ${runs}?limit=1&statuses=queued&statuses=running`, key })
    expect(answer).toMatchObject({ status: 200, body: { runs: expect.any(Array) } })
  })

  test.each([
    ['limit=many', 'limit', 'Write a whole number.'],
    ['limit=1&limit=2', 'limit', 'It is given more than once; it takes one value.'],
    ['limt=1', 'limt', 'There is no parameter of this name. Did you mean limit?'],
    ['projectId=prj_other', 'projectId', 'There is no parameter of this name.'],
    ['limit=0', 'limit', ''],
  ])('with the query %s is told what is wrong with %s', async (query, path, detail) => {
    const answer = await call({ what: `GET ${runs}?${query}`, key })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ path, detail: expect.stringContaining(detail) }] },
    })
  })

  test('with a field that nobody knows is told the nearest', async () => {
    const answer = await start({}, { workflow: 'order-saga', input: {} })
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'input', detail: 'There is no field of this name. Did you mean inputs?' }] },
    })
  })

  test('whose body and path disagree is refused', async () => {
    const answer = await start({}, { ...START, projectId: 'prj_other' })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'projectId' }] } })
    expect((await start({}, { ...START, projectId: tenant.projectId })).status).toBe(200)
  })

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['', 415],
    ['application/json; charset=utf-8', 200],
    ['application/vnd.pawl+json', 200],
  ])('with a body of type "%s" is answered %i', async (type, status) => {
    expect((await start({ 'content-type': type })).status).toBe(status)
  })

  test('larger than 4 MiB is refused before it is read whole', async () => {
    const body = JSON.stringify({ ...START, inputs: { order: 'x'.repeat(5 * 1_048_576) } })
    expect(await start({}, body)).toMatchObject({ status: 413, body: { code: 'too_large' } })
  })

  test('nested without end is refused', async () => {
    const body = `{"workflow":"x","inputs":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`
    expect(await start({}, body)).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  })

  test('with a character that no text may hold is refused', async () => {
    const answer = await start({}, { workflow: 'a\0b', inputs: {} })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'workflow' }] } })
    expect((await call({ what: `GET ${runs}/%00`, key })).status).toBe(400)
  })

  test('for nothing that is there names what is near', async () => {
    const answer = await call({ what: `GET /projects/${tenant.projectId}/rums`, key })
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(answer.body).toMatchObject({ detail: expect.stringContaining(`/api/v1${runs}`) })
  })

  test('by a method that is not allowed is told which are', async () => {
    const answer = await call({ what: `DELETE ${runs}`, key })
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
  })

  test('by OPTIONS says what is allowed, by HEAD answers without a body', async () => {
    const options = await call({ what: `OPTIONS ${runs}` })
    expect(options.status).toBe(204)
    expect(options.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
    const head = await call({ what: `HEAD ${runs}`, key })
    expect(head).toMatchObject({ status: 200, body: '' })
    expect(head.headers.get('content-type')).toBe('application/json')
  })
})

describe('a refusal', () => {
  test('says which permission is missing and who can grant it', async () => {
    const viewer = await arrangeMember(tenant.orgId, 'viewer')
    const mine = await arrangeKey(viewer, { orgId: tenant.orgId, permissions: ['runs.read'] })
    const answer = await call({ what: `POST ${runs}`, key: mine.key, body: START })
    expect(answer).toMatchObject({
      status: 403,
      body: {
        code: 'forbidden',
        permission: 'runs.start',
        grantedTo: ['owner', 'admin', 'builder', 'operator'],
        granters: [{ name: 'Rest owner', email: expect.any(String) }],
      },
    })
  })

  test('of inputs that do not fit the workflow names each', async () => {
    const answer = await start({}, { workflow: 'order-saga', inputs: { amount: 'much' } })
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: expect.stringContaining('amount'), detail: expect.any(String) }] },
    })
  })
})

describe('an Idempotency-Key', () => {
  test('sent again gets the first answer, and says so', async () => {
    const first = await start({ 'idempotency-key': '"first"' })
    const again = await start({ 'idempotency-key': 'first' })
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
  })

  test('with another request is 422', async () => {
    await start({ 'idempotency-key': 'other' })
    expect(await start({ 'idempotency-key': 'other' }, { ...START, inputs: {} })).toMatchObject({
      status: 422,
      body: { code: 'invalid_state' },
    })
  })

  test.each(['', '""', 'two words', 'größe', `"${'x'.repeat(201)}"`, '"open'])(
    'of "%s" is 400',
    async (text) => {
      expect((await start({ 'idempotency-key': text })).status).toBe(400)
    },
  )

  test('on two calls at once starts one run', async () => {
    const before = await tenantDb(tenant.orgId).run.count()
    const answers = await Promise.all(Array.from({ length: 5 }, () => start({ 'idempotency-key': 'race' })))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.has('idempotent-replayed'))).toHaveLength(4)
    expect(await tenantDb(tenant.orgId).run.count()).toBe(before + 1)
  })
})

describe('a stream', () => {
  test('sends events with ids, and ends when the client leaves', async () => {
    const abort = new AbortController()
    const response = await send({ what: `GET /organizations/${tenant.orgId}/changes`, key }, abort.signal)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const reader = response.body?.getReader()
    const text = new TextDecoder()
    let seen = ''
    while (!seen.includes('data: ')) seen += text.decode((await reader?.read())?.value)
    expect(seen).toMatch(/^retry: 2000\n\nid: 1\ndata: \{"all":true/)
    abort.abort()
    await expect(reader?.cancel()).resolves.toBeUndefined()
  })

  test('that may not be read is refused with a status', async () => {
    const other = await arrangeTenant('Elsewhere')
    const answer = await call({ what: `GET /organizations/${other.orgId}/changes`, key })
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

test('a file comes with its name and type', async () => {
  const answer = await call({ what: `GET /organizations/${tenant.orgId}/audit-export`, key })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[\w.-]+"; filename\*=UTF-8''/,
  )
})

test('a revoked key is refused at the next call', async () => {
  const { orgId, owner } = tenant
  const made = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
  expect((await call({ what: `GET ${runs}`, key: made.key })).status).toBe(200)
  await execute(catalogue.apiKeys.revoke, owner, { orgId, apiKeyId: made.id })
  expect((await call({ what: `GET ${runs}`, key: made.key })).status).toBe(401)
})

test('the key of a removed member is refused everywhere, also where any key will do', async () => {
  const member = await arrangeMember(tenant.orgId, 'viewer')
  const made = await arrangeKey(member, { orgId: tenant.orgId, permissions: ['runs.read'] })
  expect((await call({ what: 'GET /whoami', key: made.key })).status).toBe(200)
  await systemDb().membership.deleteMany({
    where: { orgId: tenant.orgId, userId: member.user?.userId ?? '' },
  })
  expect((await call({ what: 'GET /whoami', key: made.key })).status).toBe(401)
})

test('the OpenAPI document is there for everybody, and is not sent twice', async () => {
  const first = await call({ what: 'GET /openapi.json' })
  expect(first).toMatchObject({ status: 200, body: { openapi: '3.1.0' } })
  const etag = first.headers.get('etag') ?? ''
  const again = await call({ what: 'GET /openapi.json', headers: { 'if-none-match': etag } })
  expect(again).toMatchObject({ status: 304, body: '' })
})
