import { afterAll, beforeAll, test } from 'vitest'
import { type EngineServer, type EngineServerOptions, startEngineServer } from '../../server'
import { databaseUrl, withSql } from '../../testing/harness'
import { pause, until } from './rest'

/** The server under test: the one that ENGINE_URL names, else ours, over HTTP on the database of the test file. */
export const isOurs = !process.env.ENGINE_URL

/** How long the server under test waits between tries; one that ENGINE_URL names is started with so many too. */
export const RETRY_MS = isOurs ? 100 : 1_000

export interface Target {
  url: string
  /** Asks the app for its functions in band; ours only. */
  syncApp(url: string): Promise<void>
}

/** Starts the server before the tests of this file; its URL is known from the first test on. */
export function serverUnderTest(): Target {
  let server: EngineServer | undefined
  beforeAll(async () => {
    if (isOurs) server = await startOurs()
  })
  afterAll(() => server?.stop())
  return {
    get url() {
      return process.env.ENGINE_URL?.replace(/\/$/, '') ?? required(server).url
    },
    syncApp: (url) => required(server).syncApp(url),
  }
}

export function startOurs(options: Partial<EngineServerOptions> = {}): Promise<EngineServer> {
  return startEngineServer({
    databaseUrl: databaseUrl(),
    port: 0,
    retryIntervalMs: RETRY_MS,
    drainTimeoutMs: 1_000,
    ...options,
  })
}

/** A test that only our own server can pass; with another one it is skipped, and its title says why. */
export function onlyOurs(because: string): (title: string, run: () => Promise<void>) => void {
  return (title, run) => {
    if (isOurs) test(title, run)
    else test.skip(`${title} (skipped with ENGINE_URL: ${because})`, run)
  }
}

/** Resolves when so many steps of the app's runs wait, as far as the server under test can be asked. */
export async function waiting(app: { id: string }, count = 1): Promise<void> {
  if (!isOurs) return pause(600)
  const text = `SELECT count(*)::int AS n FROM engine.waits w JOIN engine.runs r ON r.id = w.run_id
    WHERE starts_with(r.function_id, $1) AND w.kind IN ('event', 'signal', 'invoke')`
  await until(
    () => withSql(async (sql) => (await sql.query(text, [`${app.id}-`])).rows[0].n >= count),
    `${count} waits of ${app.id}`,
  )
}

function required(server: EngineServer | undefined): EngineServer {
  if (!server) throw new Error('The server under test has not started: ask for it inside a test.')
  return server
}
