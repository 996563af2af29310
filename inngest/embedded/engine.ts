import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import type { EngineCounters } from '@/server/platform/metrics'
import { createAlarm } from './executor/alarm'
import type { RetryDelay } from './executor/apply-answer'
import { createCatalogue } from './executor/catalogue'
import { createDispatcher, type Dispatcher } from './executor/dispatcher'
import { createIntake } from './executor/intake'
import { createLease } from './executor/lease'
import { createNotice } from './executor/notice'
import { type AppHandler, createPerformer } from './executor/perform'
import { createPulse } from './executor/pulse'
import { createRetention } from './executor/retention'
import { type Log, reasonOf } from './log'
import { EMBEDDED_ORIGIN, syncRequest } from './protocol/call'
import { type EngineEvent, parseEvents } from './protocol/event'
import { createRouter, type RoutedRequest } from './routes/router'
import { openDatabase } from './store/database'
import { type Inspected, inspect } from './store/inspect'

export interface EngineOptions {
  /** A login role that may use the schema `engine`. */
  databaseUrl: string
  /** Calls under way in this process at a time; 64 where not given. */
  concurrency?: number
  /** A fixed time between tries, instead of 10 s, 30 s, 1 min, 2 min … */
  retryIntervalMs?: number
  /** How long ended runs and their events are kept; 7 days where not given. */
  retentionDays?: number
  /** How long `stop` waits for calls under way; 10 s where not given. */
  drainTimeoutMs?: number
  /** Whose an event is: tenants share the engine fairly. Without it all runs are one tenant's. */
  tenantOf?: (event: EngineEvent) => string
  /**
   * Whether all that this function's steps do lies in the same Postgres cluster as the engine's tables, and may be
   * done again. What its calls come to is then committed without waiting for the disk: a crash of Postgres that
   * loses it loses nothing that was written before.
   */
  isStateShared?: (functionId: string) => boolean
  /**
   * Whether those who send events through `clientOptions` keep what they send, in the same Postgres cluster, until
   * it is taken (an outbox does): their events are committed in the same way. Over HTTP an answer is always durable.
   */
  areSendersKeeping?: boolean
  metrics?: EngineMetrics
  log?: Log
}

export interface EngineMetrics {
  /** How long the app took to answer a call. */
  callLatency(ms: number): void
  /** How long a call had been due when it was made. */
  queueWait(ms: number): void
}

export interface EngineStats extends EngineCounters {
  /** Processes that hold a lease, at the last heartbeat. */
  owners: number
}

export interface SentEvent {
  name: string
  data: JsonObject
  /** What is sent again under the same id starts nothing again. */
  id?: string
}

export interface Engine {
  /** For `new Inngest({ id, ...engine.clientOptions })`: the client reaches the engine without a socket or keys. */
  clientOptions: { isDev: true; baseUrl: string; fetch: typeof fetch }
  /** Answers what the SDK's client, or a REST caller, asks of an Inngest server. Works before `start` too. */
  fetch: typeof fetch
  /** The same as the client's `send`, for a sender in this process. All or none; throws what is no event. */
  send(events: readonly SentEvent[]): Promise<void>
  /**
   * Registers the functions behind the SDK's handler (`serve` of `inngest/edge`), unless they register themselves,
   * and works on runs from then on.
   */
  start(app: AppHandler, options?: { registers?: boolean }): Promise<void>
  /** How many calls for runs of this tenant would begin at once. */
  roomFor(tenant: string): number
  /** Takes no more calls, lets those under way end for a while, gives the rest back. */
  stop(): Promise<void>
  /** What this process has done; costs nothing. */
  stats(): EngineStats
  /** What all processes have before them; one statement. */
  inspect(): Promise<Inspected & { isListening: boolean }>
}

const LEASE_MS = 3_000
const BEAT_MS = 500
const CONCURRENCY = 64
const CONNECTIONS = 5

/** The zero-install Inngest server, inside this process; several processes may share one database. */
export function createEngine(options: EngineOptions): Engine {
  const { databaseUrl } = options
  const log = options.log ?? (() => undefined)
  const db = openDatabase(databaseUrl, CONNECTIONS, log)
  // Claims, and whatever else is only done again when a crash of Postgres loses it.
  const soonDb = openDatabase(databaseUrl, CONNECTIONS, log, 'soon')
  // Of its own, so that a heartbeat never queues behind other work.
  const leaseDb = openDatabase(databaseUrl, 1, log, 'soon')
  const dbFor = (functionId: string | undefined) =>
    functionId !== undefined && options.isStateShared?.(functionId) ? soonDb : db
  const lease = createLease(leaseDb, { leaseMs: LEASE_MS, pulseMs: BEAT_MS, log })
  const catalogue = createCatalogue(db)
  const alarm = createAlarm(() => pulse.look())
  const notice = createNotice({
    databaseUrl,
    db: soonDb,
    log,
    onWork: () => pulse.look(),
    onReconnected: () => dispatcher?.doubtClaims(),
  })
  const pulse = createPulse({
    db,
    soonDb,
    lease,
    beatMs: BEAT_MS,
    wake: () => dispatcher?.wake(),
    onTimed: alarmIfRunning,
    log,
  })
  const retention = createRetention(soonDb, options.retentionDays ?? 7, log)
  let dispatcher: Dispatcher | undefined
  let stopping: Promise<void> | undefined

  const intake = createIntake({
    catalogue,
    dispatcher: () => dispatcher,
    tenantOf: options.tenantOf ?? (() => ''),
    onWork: (delayMs) => (delayMs > 0 ? alarmIfRunning(delayMs) : workNow()),
  })
  const route = createRouter({
    db,
    intake,
    dbOfCall: (token) => dbFor(dispatcher?.functionOf(token)),
    log,
    onWork: workNow,
  })
  const ownEventDb = options.areSendersKeeping ? soonDb : db

  function workNow(): void {
    if (dispatcher?.hasRoom()) dispatcher.wake(true)
    else tellOthers()
  }

  function tellOthers(): void {
    // Nobody is told of work while nobody else is there; who comes looks by itself.
    if (!dispatcher || lease.counts().owners > 1) notice.tell()
  }

  function alarmIfRunning(delayMs: number): void {
    if (dispatcher && !stopping) alarm.ringIn(delayMs)
    else if (!dispatcher) tellOthers()
  }

  async function start(app: AppHandler, { registers = true } = {}): Promise<void> {
    if (dispatcher || stopping)
      throw new AppError('invalid_state', 'The engine is started already, or stopped.')
    if (registers) await registerApp(app)
    await lease.start()
    dispatcher = createDispatcher({
      db: soonDb,
      concurrency: options.concurrency ?? CONCURRENCY,
      catalogue,
      performer: createPerformer({
        app,
        dbFor,
        retryDelay: retryDelayOf(options.retryIntervalMs),
        onCall: (ms) => options.metrics?.callLatency(ms),
        log,
      }),
      ownerId: lease.ownerId,
      log,
      onTaken: (ms) => options.metrics?.queueWait(ms),
      onTimed: alarmIfRunning,
      onSurplus: tellOthers,
    })
    await notice.start()
    await pulse.start()
    retention.start()
  }

  async function shutDown(): Promise<void> {
    alarm.clear()
    pulse.stopLooking()
    // The heart goes on beating: calls under way still need the lease.
    const isDrained = (await dispatcher?.drain(options.drainTimeoutMs ?? 10_000)) ?? true
    if (!isDrained) log('warn', 'Calls were still under way; other processes take them', dispatcher?.counts())
    await Promise.all([pulse.stop(), retention.stop()])
    await notice.stop()
    if (dispatcher)
      await lease
        .stop()
        .catch((error: unknown) =>
          log('warn', 'The lease could not be given back; it runs out', { reason: reasonOf(error) }),
        )
    await Promise.all([db.close(), soonDb.close(), leaseDb.close()])
  }

  return {
    fetch: (input, init) => route(new Request(input, init), db),
    clientOptions: {
      isDev: true,
      baseUrl: EMBEDDED_ORIGIN,
      fetch: (input, init) => route(requestOf(input, init), ownEventDb),
    },
    async send(events) {
      await intake.receive(ownEventDb, parseEvents(JSON.parse(JSON.stringify(events))), null)
    },
    start,
    roomFor: (tenant) => dispatcher?.roomFor(tenant) ?? 0,
    stop() {
      stopping ??= shutDown()
      return stopping
    },
    stats: () => ({
      isRunning: dispatcher !== undefined && !stopping,
      isListening: notice.isListening(),
      ...(dispatcher?.counts() ?? { inFlight: 0, callsMade: 0, answersStale: 0 }),
      ...lease.counts(),
    }),
    inspect: async () => ({ ...(await inspect(soonDb)), isListening: notice.isListening() }),
  }
}

/** Without a web `Request`, which costs more to make than what the SDK's client sends costs to read. */
function requestOf(...[input, init]: Parameters<typeof fetch>): RoutedRequest {
  const body = init?.body
  if (input instanceof Request || typeof body !== 'string') return new Request(input, init)
  return {
    method: init?.method ?? 'GET',
    url: String(input),
    headers: new Headers(init?.headers),
    text: async () => body,
  }
}

/** Makes the app's SDK register its functions with the engine; throws what the engine refuses. */
async function registerApp(app: AppHandler): Promise<void> {
  const response = await app(syncRequest())
  if (response.ok) return
  const text = await response.text()
  throw new AppError(
    'invalid_input',
    `The embedded engine refused to register the functions: ${messageOf(text)}`,
  )
}

function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown } // any JSON the SDK writes here is an object
    return typeof message === 'string' ? message : text
  } catch {
    return text
  }
}

const BACKOFF_MS = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000]

function retryDelayOf(intervalMs: number | undefined): RetryDelay {
  if (intervalMs !== undefined) return () => ({ kind: 'after', afterMs: intervalMs })
  return (attempt) => {
    const baseMs = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0
    return { kind: 'after', afterMs: Math.round(baseMs * (0.9 + Math.random() * 0.2)) }
  }
}
