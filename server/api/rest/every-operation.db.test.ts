import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { KEY_PERMISSIONS } from '@/server/features/api-keys/rules'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { arrangeMember, arrangeTenant, type Tenant } from '../testing/arrange'
import { foreignInputs } from '../testing/foreign-inputs'
import { arrangeForeignRows } from '../testing/foreign-rows'
import { asSchema, inputFieldsOf } from './input-schema'
import { openApiDocument } from './openapi/document'
import { INPUT_EXAMPLES } from './openapi/example-values'
import { inputExampleOf } from './openapi/operation'
import { openSchemaBook } from './openapi/schema-book'
import { PROBLEMS, type ProblemCode } from './problem-codes'
import { type RestRoute, restRoutes } from './routes'
import { arrangeKey, call, type RestAnswer, requestOf } from './testing/call'
import { anything, fitting } from './testing/generate'

const SAMPLES = process.env.PAWL_TEST_DEEP === '1' ? 100 : 5
/** What the example of an operation is answered with, where that is not 200. */
const EXPECTED: Record<string, number | undefined> = {
  // In person only.
  'apiKeys.create': 403,
  'apiKeys.list': 403,
  'apiKeys.revoke': 403,
  'invitations.accept': 403,
  'organizations.create': 403,
  'organizations.delete': 403,
  'organizations.leave': 403,
  'organizations.transfer': 403,
  'profile.changePassword': 403,
  'profile.update': 403,
  'sessions.list': 403,
  'sessions.revoke': 403,
  'sessions.revokeOthers': 403,
  // Nothing is being deleted, nothing failed, nothing ended, nobody is new.
  'onboarding.complete': 422,
  'organizations.restore': 422,
  'providers.rotateKey': 422,
  'projects.restore': 422,
  'runs.erasePayloads': 422,
  'runs.replay': 422,
  'runs.resume': 422,
  'runs.rollBack': 422,
  'workflows.restore': 422,
  // No step has begun.
  'runs.tryStep': 404,
  // Somebody has to type the project's own name.
  'projects.delete': 400,
  // The world was made with this very example.
  'workflows.create': 409,
}
/** Operations that refuse every key, whatever it names. */
const IN_PERSON = new Set(['apiKeys.revoke', 'organizations.transfer'])
const book = openSchemaBook()
const routes = restRoutes().map((route) => ({ name: route.operation.name, route }))
const components = asSchema(asSchema(openApiDocument().components).schemas)

interface World extends Tenant {
  key: string
  /** Rows of this tenant, by the name of the field that holds their id. */
  rows: Record<string, string>
}

let world: World

beforeAll(async () => {
  process.env.PAWL_API_RATE_LIMIT = '1000000'
  world = await arrangeWorld()
})

describe('every operation over HTTP', () => {
  test.each(routes)('$name: its example fits, with rows that are there', async ({ route }) => {
    if (route.operation.name.startsWith('providers.')) await saveProvider()
    const answer = await callWith(route, { ...inputExampleOf(route, book), ...idsFor(route) })
    expectProper(answer)
    const expected = EXPECTED[route.operation.name] ?? 200
    expect(answer.status, JSON.stringify(answer.body)).toBe(expected)
  })

  test.each(routes)('$name: what fits its schemas never breaks it', async ({ route }) => {
    const inputs = fitting(schemaOf(route), components) as fc.Arbitrary<JsonObject>
    for (const input of fc.sample(inputs, SAMPLES))
      expectProper(await callWith(route, { ...input, ...idsFor(route) }))
  })

  test.each(routes)('$name: whatever is sent never breaks it', async ({ route }) => {
    const { properties } = inputFieldsOf(route)
    const names = Object.keys(properties)
    const wrong = fc.record(Object.fromEntries(names.map((name) => [name, anything()])), { requiredKeys: [] })
    for (const [index, input] of fc.sample(wrong, SAMPLES).entries()) {
      const ids = index % 2 === 0 ? idsFor(route) : {}
      expectProper(await callWith(route, { ...everyPathField(route), ...input, ...ids }))
    }
  })

  const withBody = routes.filter(({ route }) => route.method !== 'GET')
  test.each(withBody)('$name: a body that is no object, or no JSON, is a problem', async ({ route }) => {
    const { what } = requestOf(route, { ...everyPathField(route), ...idsFor(route) })
    for (const body of [
      '',
      '[]',
      'null',
      '"x"',
      '{',
      '{"a":1}}',
      '{"__proto__":{"x":1}}',
      `${'['.repeat(200)}`,
    ])
      expectProper(await call({ what, key: world.key, body }))
  })

  const needsKey = routes.filter(({ route }) => route.operation.permission !== 'public')
  test.each(needsKey)('$name: without a key it is refused', async ({ name, route }) => {
    const request = requestOf(route, { ...inputExampleOf(route, book), ...idsFor(route) })
    // Each from an address of its own, so that none is one too many.
    const answer = await call({ ...request, ip: addressOf(name) })
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Pawl"')
  })
})

describe('another tenant over HTTP', () => {
  const scoped = routes.filter(({ route }) => route.operation.within !== 'instance')
  test.each(scoped)('$name with their org or project is not found', async ({ name, route }) => {
    const { theirs } = await otherTenant()
    const input = { ...foreignInputs[name]?.input(theirs.ids), ...scopeOf(route, theirs) }
    const answer = await callWith(route, input)
    expect(answer.body).toMatchObject({ status: 404, code: 'not_found' })
  })

  const naming = scoped.filter(({ name }) => foreignInputs[name]?.names === 'row')
  test.each(naming)('$name with ids of theirs is not found', async ({ name, route }) => {
    const { theirs } = await otherTenant()
    const { key, ...mine } = await myTenant()
    const input = {
      ...foreignInputs[name]?.input(theirs.ids),
      ...scopeOf(route, mine),
    }
    const answer = await call({ ...requestOf(route, input), key })
    // What is done in person only is refused before anything is looked up.
    const isRefusedFirst = answer.status === 403 && IN_PERSON.has(name)
    expect(answer.body).toMatchObject({ status: isRefusedFirst ? 403 : 404 })
  })
})

let other: Promise<{ theirs: Tenant & { ids: Awaited<ReturnType<typeof arrangeForeignRows>> } }> | undefined

function otherTenant() {
  other ??= arrangeTenant('Theirs').then(async (tenant) => ({
    theirs: { ...tenant, ids: await arrangeForeignRows(tenant) },
  }))
  return other
}

let own: Promise<Tenant & { key: string }> | undefined

/** Without any of the rows that the other one has. */
function myTenant() {
  own ??= arrangeTenant('Mine').then(async (tenant) => {
    const { orgId, owner } = tenant
    return { ...tenant, key: (await arrangeKey(owner, { orgId, permissions: KEY_PERMISSIONS })).key }
  })
  return own
}

async function arrangeWorld(): Promise<World> {
  const tenant = await arrangeTenant('World')
  const { key } = await arrangeKey(tenant.owner, { orgId: tenant.orgId, permissions: KEY_PERMISSIONS })
  const ids = await arrangeForeignRows(tenant)
  const { secret: _, provider: __, ...rows } = ids
  // The workflow that the examples speak of.
  const source = INPUT_EXAMPLES['workflows.create']
  const made = await call({ what: `POST /projects/${tenant.projectId}/workflows`, key, body: source })
  const { id: workflowId } = made.body as { id: string }
  const member = await arrangeMember(tenant.orgId, 'viewer')
  const named = { workflowId, entryId: ids.auditEntryId, userId: member.user?.userId ?? '' }
  return { ...tenant, key, rows: { ...rows, ...named } }
}

/** The provider that the examples speak of; one of them deletes it. */
async function saveProvider(): Promise<void> {
  const { name, ...body } = INPUT_EXAMPLES['providers.save'] ?? {}
  const what = `PUT /projects/${world.projectId}/providers/${String(name)}`
  expect((await call({ what, key: world.key, body })).status).toBe(200)
}

/** Calls as the owner; makes a new world where the call before took the old one away. */
async function callWith(route: RestRoute, input: Record<string, unknown>): Promise<RestAnswer> {
  const answer = await call({ ...requestOf(route, input), key: world.key })
  if (route.operation.kind === 'mutation' && answer.status === 200) {
    const probe = await call({ what: `GET /projects/${world.projectId}/runs?limit=1`, key: world.key })
    if (probe.status !== 200) world = await arrangeWorld()
  }
  return answer
}

function expectProper({ status, headers, body }: RestAnswer): void {
  expect(headers.get('x-correlation-id')).toMatch(/^req_/)
  expect(headers.get('cache-control')).toBe('no-store')
  if (status === 200) return
  expect(headers.get('content-type')).toBe('application/problem+json')
  const problem = body as { code: ProblemCode; status: number; type: string; instance: string }
  expect(problem, JSON.stringify(problem)).not.toMatchObject({ code: 'bug' })
  expect(problem).toMatchObject({ status, title: PROBLEMS[problem.code].title, detail: expect.any(String) })
  expect(problem.type).toBe(`http://localhost:3000/api/v1/errors#${problem.code}`)
  expect(problem.instance).toBe(headers.get('x-correlation-id'))
}

/** One of as many as there are operations. */
function addressOf(name: string): string {
  const index = routes.findIndex((route) => route.name === name)
  return `198.51.${Math.floor(index / 250)}.${(index % 250) + 1}`
}

/** Ids of rows that are there, for the fields of an operation that name some. */
function idsFor(route: RestRoute): Record<string, string> {
  const { properties } = inputFieldsOf(route)
  const ids = { ...world.rows, orgId: world.orgId, projectId: world.projectId }
  return Object.fromEntries(Object.entries(ids).filter(([name]) => Object.hasOwn(properties, name)))
}

/** What names the tenant in an operation's input. */
function scopeOf({ operation }: RestRoute, { orgId, projectId }: Tenant): Record<string, string> {
  return operation.within === 'org' ? { orgId } : { projectId }
}

function everyPathField(route: RestRoute): Record<string, JsonValue> {
  return Object.fromEntries(route.pathFields.map((field) => [field, 'none']))
}

function schemaOf(route: RestRoute): JsonObject {
  return book.input(route.operation.input)
}
