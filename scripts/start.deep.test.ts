import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type AppUnderTest, startApp } from '../e2e/fixtures/app-under-test'
import { runningPostgres } from './postgres.mjs'
import { withClient } from './roles.mjs'

let app: AppUnderTest | undefined

afterEach(async () => {
  await app?.remove()
  app = undefined
})

test('a second start on the same data is refused, harms nothing, and prints a fresh owner link if asked', async () => {
  app = await startApp()
  const second = start(app.dataDirectory)
  expect(second.status).toBe(1)
  expect(second.stderr).toContain(`Pawl already runs at ${app.url}`)
  const link = start(app.dataDirectory, '--owner-link')
  expect(link.status).toBe(0)
  expect(link.stdout).toContain(`${app.url}/welcome?token=`)
  expect(link.stdout).not.toContain(app.ownerLink)
  expect(await health(app)).toBe(200)
})

test('after a kill the next start finds all data, and its Postgres', async () => {
  app = await startApp()
  await mark(app, 'before the kill')
  const postgres = postgresOf(app)
  await app.kill()
  app = await startApp({ dataDirectory: app.dataDirectory })
  expect(postgresOf(app)).toBe(postgres)
  expect(await marks(app)).toEqual(['before the kill'])
  await app.stop()
  expect(runningPostgresOf(app)).toBeUndefined()
  app = await startApp({ dataDirectory: app.dataDirectory })
  expect(await marks(app)).toEqual(['before the kill'])
})

test('a killed Postgres comes back while the app runs', async () => {
  app = await startApp()
  await mark(app, 'kept')
  process.kill(postgresOf(app), 'SIGKILL')
  const current = app
  await expect.poll(() => health(current), { timeout: 30_000 }).toBe(503)
  await expect.poll(() => health(current), { timeout: 30_000 }).toBe(200)
  expect(await marks(app)).toEqual(['kept'])
})

test('app and Postgres killed together start again', async () => {
  app = await startApp()
  const postgres = postgresOf(app)
  await mark(app, 'kept')
  await app.kill()
  process.kill(postgres, 'SIGKILL')
  app = await startApp({ dataDirectory: app.dataDirectory })
  expect(await marks(app)).toEqual(['kept'])
})

test('a taken port is left to its owner', async () => {
  const stranger = net.createServer().listen(0)
  await new Promise((resolve) => stranger.once('listening', resolve))
  const address = stranger.address()
  const taken = typeof address === 'object' && address ? address.port : 0
  try {
    app = await startApp({ port: taken })
    expect(app.output()).toContain(`Port ${taken} is taken`)
    expect(app.url).not.toContain(String(taken))
    expect(await health(app)).toBe(200)
  } finally {
    stranger.close()
  }
})

test('a database role that could bypass row-level security keeps Pawl from starting', async () => {
  app = await startApp()
  const refused = start(app.dataDirectory, undefined, {
    PAWL_DATA_DIR: path.join(app.dataDirectory, 'other'),
    DATABASE_URL: app.databaseUrl(),
    PAWL_APP_DATABASE_URL: app.databaseUrl(),
  })
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('can bypass row-level security')
})

function start(dataDirectory: string, option?: string, env: Record<string, string> = {}) {
  return spawnSync(process.execPath, ['scripts/start.mjs', ...(option ? [option] : [])], {
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      PAWL_DATA_DIR: dataDirectory,
      ...env,
    },
  })
}

async function health(of: AppUnderTest): Promise<number> {
  const response = await fetch(`${of.url}/api/health`)
  return response.status
}

function runningPostgresOf(of: AppUnderTest) {
  const state = JSON.parse(readFileSync(path.join(of.dataDirectory, 'postgres.json'), 'utf8'))
  return runningPostgres(state.outside ?? path.join(of.dataDirectory, 'postgres'))
}

function postgresOf(of: AppUnderTest): number {
  const running = runningPostgresOf(of)
  if (!running) throw new Error(`No Postgres runs for ${of.dataDirectory}.`)
  return running.pid
}

function mark(of: AppUnderTest, text: string) {
  return withClient(of.databaseUrl(), async (client) => {
    await client.query('CREATE TABLE IF NOT EXISTS marks (text text)')
    await client.query('INSERT INTO marks VALUES ($1)', [text])
  })
}

function marks(of: AppUnderTest): Promise<string[]> {
  return withClient(of.databaseUrl(), async (client) => {
    const { rows } = await client.query<{ text: string }>('SELECT text FROM marks')
    return rows.map((row) => row.text)
  })
}
