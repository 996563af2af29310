import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { createProjectHttp } from '@/server/features/settings/port'
import { runWave } from '@/server/language/interpreter'
import { execute } from '@/server/operations'
import { createSafeHttp } from '@/server/platform/safe-http'
import { closeWiring, wavePorts } from './wiring'

const SECRET = 'geheim/ß+word 7f3a"quoted"'

let server: Server
let url: string
let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Masking')
  // Remembers what it was told once, and repeats it to everybody in many spellings.
  let told = ''
  server = createServer((request, response) => {
    told ||= decodeURIComponent(request.headers['x-token']?.toString() ?? '')
    const bytes = Buffer.from(told)
    const body = {
      plain: told,
      inText: `before ${told} after`,
      [told]: 'as a key',
      base64: bytes.toString('base64'),
      inner: Buffer.concat([Buffer.from('user:'), bytes, Buffer.from(':tail')]).toString('base64'),
      percent: encodeURIComponent(told),
      form: new URLSearchParams({ v: told }).toString(),
      twice: JSON.stringify({ told }),
    }
    const isFailing = request.url === '/fail'
    response.writeHead(isFailing ? 500 : 200, {
      'content-type': 'application/json',
      'x-echo': encodeURIComponent(told),
    })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an AddressInfo.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await closeWiring()
})

vi.setConfig({ testTimeout: 30_000 })

test('a secret that a server repeats stands in no row, in whatever spelling, also in a later wave', async () => {
  // A header holds no ß: the secret that is sent is the encoded one, and the server decodes it.
  const sent = encodeURIComponent(SECRET)
  await call(catalogue.secrets.set, { name: 'TOKEN', value: sent })
  await call(catalogue.secrets.set, { name: 'PLAIN', value: SECRET })
  const source = `version: 1
name: echo
description: Knows secrets.PLAIN, too.
steps:
  - id: tell
    http: { url: "${url}/", headers: { X-Token: "\${{ secrets.TOKEN }}" } }
  - id: pause
    wait: { for: 3s }
  - id: later
    http: { url: "${url}/" }
  - id: shown
    set: { again: "\${{ steps.later.output.body.plain }}" }
  - id: fails
    http: { url: "${url}/fail" }
    retry: { attempts: 1 }
`
  const { id: workflowId } = await call<{ id: string }>(catalogue.workflows.create, { name: 'echo', source })
  await call(catalogue.workflows.publish, { workflowId, source })
  const { id: runId } = await call<{ id: string }>(catalogue.runs.start, { workflow: 'echo', inputs: {} })
  let waves = 0
  for (let isOver = false; !isOver && waves < 20; waves += 1) {
    const result = await wave(runId)
    isOver = result.kind === 'ended'
    if (result.kind === 'waiting' && result.dueAt)
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, Date.parse(result.dueAt ?? '') - Date.now())),
      )
  }
  expect(waves).toBeGreaterThan(1)
  const run = await call<{ status: string; error: unknown }>(catalogue.runs.get, { run: runId })
  expect(run).toMatchObject({ status: 'failed', error: { code: 'http_5xx' } })
  const bytes = Buffer.from(SECRET)
  const core = Buffer.concat([Buffer.from('user:'), bytes])
    .toString('base64')
    .slice(8, -4)
  for (const spelling of [
    SECRET,
    sent,
    bytes.toString('base64').slice(0, -2),
    core,
    JSON.stringify(SECRET).slice(1, -1),
  ])
    expect(await tablesWith(spelling)).toEqual([])
  expect(await tablesWith('•••PLAIN•••')).toEqual(expect.arrayContaining(['RunEvent', 'StepRun']))
})

function wave(runId: string) {
  const ports = wavePorts()
  return runWave(
    {
      ...ports,
      steps: { ...ports.steps, http: createProjectHttp(createSafeHttp({ allowedHosts: '127.0.0.1' })) },
      nonceOf: () => 'nonce-of-a-masking-test',
      reportBug: (error) => {
        throw error
      },
    },
    { orgId: tenant.orgId, runId, generation: 1 },
  )
}

function call<Output>(operation: Parameters<typeof execute>[0], input: object): Promise<Output> {
  // Each operation answers with what its own output schema says.
  return execute(operation, tenant.owner, { projectId: tenant.projectId, ...input }) as Promise<Output>
}

/** Names of the tables, of every schema, in which a row holds this text. */
async function tablesWith(text: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: process.env.TEST_SUPERUSER_DATABASE_URL })
  await client.connect()
  try {
    const { rows } = await client.query<{ schema: string; name: string }>(
      `SELECT schemaname AS schema, tablename AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY tablename`,
    )
    const found: string[] = []
    for (const { schema, name } of rows) {
      const hit = await client.query(
        `SELECT 1 FROM "${schema}"."${name}" t WHERE position($1 IN row_to_json(t)::text) > 0 OR position($1 IN t::text) > 0 LIMIT 1`,
        [text],
      )
      if (hit.rows.length > 0) found.push(name)
    }
    return found
  } finally {
    await client.end()
  }
}
