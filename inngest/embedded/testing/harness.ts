import { Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/edge'
import pg from 'pg'
import { createEngine, type Engine, type EngineOptions } from '../index'

export interface TestEngine {
  engine: Engine
  client: Inngest
  /** The SDK's own handler, to answer calls with. */
  handler: (request: Request) => Promise<Response>
  send(name: string, data?: Record<string, unknown>, extra?: { id?: string; ts?: number }): Promise<string>
}

export type BuildFunctions = (client: Inngest) => InngestFunction.Any[]

const quietLogger = { info() {}, warn() {}, error() {}, debug() {} }
const started: Engine[] = []

export function databaseUrl(): string {
  const url = process.env.PAWL_SYSTEM_DATABASE_URL ?? process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set: run these tests through the Vitest configuration.')
  return url
}

/** An engine with the real SDK's client and handler, not started yet. */
export function buildEngine(functions: BuildFunctions, options: Partial<EngineOptions> = {}): TestEngine {
  const engine = createEngine({
    databaseUrl: databaseUrl(),
    retryIntervalMs: 20,
    drainTimeoutMs: 3_000,
    ...options,
  })
  started.push(engine)
  const client = new Inngest({ id: 'app', ...engine.clientOptions, logger: quietLogger })
  const handler = serve({ client, functions: functions(client) })
  return {
    engine,
    client,
    handler,
    async send(name, data = {}, extra = {}) {
      const { ids } = await client.send({ name, data, ...extra })
      const [id] = ids
      if (!id) throw new Error('The engine gave no event id.')
      return id
    },
  }
}

export async function startEngine(
  functions: BuildFunctions,
  options?: Partial<EngineOptions>,
): Promise<TestEngine> {
  const built = buildEngine(functions, options)
  await built.engine.start(built.handler)
  return built
}

/** Stops every engine of the test and empties the engine's tables. */
export async function cleanUp(): Promise<void> {
  await Promise.all(started.splice(0).map((engine) => engine.stop()))
  await withSql(async (sql) => {
    const tables = [
      'steps',
      'queue',
      'waits',
      'wait_paths',
      'runs',
      'events',
      'triggers',
      'crons',
      'functions',
      'idempotency',
      'owners',
    ]
    for (const table of tables) await sql.query(`DELETE FROM engine.${table}`)
  })
}

export async function withSql<Result>(work: (sql: pg.Client) => Promise<Result>): Promise<Result> {
  const sql = new pg.Client({ connectionString: databaseUrl() })
  await sql.connect()
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

export interface RunView {
  run_id: string
  function_id: string
  status: string
  output: unknown
}

export async function rest(
  engine: Engine,
  method: string,
  path: string,
): Promise<{ status: number; body: unknown }> {
  const response = await engine.fetch(`${engine.clientOptions.baseUrl}${path}`, { method })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

export async function runsOf(engine: Engine, eventId: string): Promise<RunView[]> {
  const { body } = await rest(engine, 'GET', `/v1/events/${eventId}/runs`)
  return (body as { data: RunView[] }).data // the shape of the REST API, asserted by its own test
}

export async function endedRun(engine: Engine, eventId: string): Promise<RunView> {
  return until(async () => {
    const [run] = await runsOf(engine, eventId)
    return run && ['Completed', 'Failed', 'Cancelled'].includes(run.status) ? run : undefined
  }, `a run of the event ${eventId} to end`)
}

/** Looks until there is a value; fails after 15 seconds. */
export async function until<Value>(
  look: () => Promise<Value | undefined> | Value | undefined,
  what: string,
): Promise<Value> {
  const deadline = Date.now() + 15_000
  for (;;) {
    const value = await look()
    if (value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export interface Gate {
  opened: Promise<void>
  open(): void
}

/** A promise that the test fulfils. */
export function gate(): Gate {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

/** Writes the entry down outside the engine, and gives the value. */
export function note<Entry, Value>(ledger: Entry[], entry: Entry, value: Value): Value {
  ledger.push(entry)
  return value
}
