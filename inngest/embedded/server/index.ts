import { AppError } from '@/server/kernel/errors'
import { createEngine, type Engine, type EngineOptions } from '../index'
import { reasonOf } from '../log'
import { openDatabase } from '../store/database'
import { listFunctions } from '../store/functions'
import { createAppCaller } from './call-app'
import { type Keys, refuse, serverKindOf } from './guard'
import { listen } from './listen'
import { syncApp } from './sync-app'

export interface EngineServerOptions
  extends Keys,
    Pick<EngineOptions, 'databaseUrl' | 'concurrency' | 'retryIntervalMs' | 'drainTimeoutMs' | 'log'> {
  host?: string
  /** 0: any free one. */
  port: number
  /** URLs of apps that are asked for their functions again and again, so that changes take effect. */
  apps?: string[]
  /** How often they are asked; 5 s where not given. */
  appPollMs?: number
}

export interface EngineServer {
  url: string
  engine: Engine
  /** Asks the app for its functions in band. */
  syncApp(url: string): Promise<void>
  stop(): Promise<void>
}

/** A call over HTTP mostly waits for the app, so there may be many. */
const CONCURRENCY = 100
const APP_POLL_MS = 5_000

/** The engine as a server of its own: apps register with it over HTTP and are called there. */
export async function startEngineServer(options: EngineServerOptions): Promise<EngineServer> {
  const log = options.log ?? (() => undefined)
  const host = options.host ?? '127.0.0.1'
  await refuseForeignFunctions(options.databaseUrl)
  const caller = createAppCaller({ signingKey: options.signingKey })
  const engine = createEngine({ concurrency: CONCURRENCY, ...options })
  const kind = { 'x-inngest-server-kind': serverKindOf(options) }
  const listener = await listen({
    host,
    port: options.port,
    log,
    async answer(request) {
      const refusal = refuse(request, options)
      if (refusal) return Response.json(refusal, { status: refusal.status, headers: kind })
      const response = await engine.fetch(request)
      response.headers.set('x-inngest-server-kind', kind['x-inngest-server-kind'])
      return response
    },
  })
  await engine.start(caller.call, { registers: false })
  const sync = (url: string) => syncApp(caller, engine.fetch, url)
  const stopPolling = pollApps(options.apps ?? [], options.appPollMs ?? APP_POLL_MS, sync, log)
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`,
    engine,
    syncApp: sync,
    async stop() {
      stopPolling()
      // The engine first: calls under way still send their checkpoints here.
      await engine.stop()
      await listener.close()
      await caller.close()
    },
  }
}

/** Functions inside another process cannot be called from here: their runs would fail. */
async function refuseForeignFunctions(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, 1, () => undefined)
  try {
    const inside = (await listFunctions(db)).find((fn) => fn.url === null)
    if (inside)
      throw new AppError(
        'invalid_state',
        `This database serves an app that runs its engine inside its own process (function ${inside.id}). ` +
          'Give this engine a database of its own with --database.',
      )
  } finally {
    await db.close()
  }
}

/** Tells of each app once when it answers, and once when it does not. */
function pollApps(
  urls: string[],
  everyMs: number,
  sync: (url: string) => Promise<void>,
  log: NonNullable<EngineOptions['log']>,
): () => void {
  const told = new Map<string, string>()
  const say = (url: string, level: 'info' | 'warn', message: string) => {
    if (told.get(url) !== message) log(level, message, {})
    told.set(url, message)
  }
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  const poll = async () => {
    for (const url of urls)
      await sync(url).then(
        () => say(url, 'info', `The app at ${url} is registered`),
        (error: unknown) => say(url, 'warn', reasonOf(error)),
      )
    if (!isStopped) timer = setTimeout(() => void poll(), everyMs)
  }
  if (urls.length > 0) void poll()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
