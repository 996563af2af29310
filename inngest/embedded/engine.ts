import { AppError } from '@/server/kernel/errors'
import { createAlarm } from './executor/alarm'
import type { RetryDelay } from './executor/apply-answer'
import { type AppHandler, createDispatcher, type Dispatcher } from './executor/dispatcher'
import { createLease } from './executor/lease'
import { createNotice } from './executor/notice'
import { fireDueCrons, fireDueWaits } from './executor/timers'
import { type Log, reasonOf } from './log'
import { EMBEDDED_ORIGIN, syncRequest } from './protocol/call'
import { createRouter } from './routes/router'
import { openDatabase } from './store/database'
import { msUntilNext } from './store/owners'
import { deleteOldRuns } from './store/runs'

export interface EngineOptions {
  /** A login role that may use the schema `engine`. */
  databaseUrl: string
  /** Calls under way in this process at a time; 16 where not given. */
  concurrency?: number
  /** A fixed time between tries, instead of 10 s, 30 s, 1 min, 2 min … */
  retryIntervalMs?: number
  /** How long ended runs and their events are kept; 7 days where not given. */
  retentionDays?: number
  /** How long `stop` waits for calls under way; 10 s where not given. */
  drainTimeoutMs?: number
  log?: Log
}

export interface EngineStats {
  isRunning: boolean
  isListening: boolean
  inFlight: number
  callsMade: number
  answersStale: number
  leasesLost: number
  callsTakenOver: number
}

export interface Engine {
  /** For `new Inngest({ id, ...engine.clientOptions })`: the client reaches the engine without a socket or keys. */
  clientOptions: { isDev: true; baseUrl: string; fetch: typeof fetch }
  /** Answers what the SDK's client, or a REST caller, asks of an Inngest server. Works before `start` too. */
  fetch: typeof fetch
  /** Registers the functions behind the SDK's handler (`serve` of `inngest/edge`) and works on runs from then on. */
  start(app: AppHandler): Promise<void>
  /** Takes no more calls, lets those under way end for a while, gives the rest back. */
  stop(): Promise<void>
  stats(): EngineStats
}

const LEASE_MS = 4_000
const PULSE_MS = 1_000
/** A run that was busy when its wait came due is looked at again this soon. */
const OVERDUE_RETRY_MS = 5
const RETENTION_EVERY_MS = 60_000
const RETENTION_BATCH = 500

/** The zero-install Inngest server, inside this process; several processes may share one database. */
export function createEngine(options: EngineOptions): Engine {
  const log = options.log ?? (() => undefined)
  const concurrency = options.concurrency ?? 16
  const db = openDatabase(options.databaseUrl, 10, log)
  // Of its own, so that a heartbeat never queues behind other work.
  const leaseDb = openDatabase(options.databaseUrl, 1, log)
  const lease = createLease(leaseDb, LEASE_MS, log)
  const alarm = createAlarm(() => void tick())
  const notice = createNotice({ databaseUrl: options.databaseUrl, db, log, onWork: () => void tick() })
  let dispatcher: Dispatcher | undefined
  let hasLimits = false
  let pulseTimer: NodeJS.Timeout | undefined
  let retentionTimer: NodeJS.Timeout | undefined
  let ticking: Promise<void> | undefined
  let stopping: Promise<void> | undefined
  let beating: Promise<void> | undefined
  let isClosed = false
  let isTickWanted = false

  const route = createRouter({
    db,
    log,
    onWork: (delayMs) => {
      if (delayMs > 0) alarmIfRunning(delayMs)
      else if (dispatcher?.hasRoom()) dispatcher.wake()
      else notice.tell()
    },
    onRegistered: (registered) => {
      hasLimits = registered.hasLimits
    },
  })
  const engineFetch: typeof fetch = (input, init) => route(new Request(input, init))

  async function start(app: AppHandler): Promise<void> {
    if (dispatcher || stopping)
      throw new AppError('invalid_state', 'The engine is started already, or stopped.')
    await registerApp(app)
    await lease.start()
    dispatcher = createDispatcher({
      db,
      concurrency,
      app,
      ownerId: lease.ownerId,
      retryDelay: retryDelayOf(options.retryIntervalMs),
      log,
      hasLimits: () => hasLimits,
      onTimed: alarmIfRunning,
      onSurplus: notice.tell,
    })
    await notice.start()
    await pulse()
    retentionTimer = setInterval(() => void clean(), RETENTION_EVERY_MS)
  }

  /** The net under everything: heartbeat, a look at what others left undone, a look at what is due. */
  /** The net under everything: heartbeat, a look at what others left undone, a look at what is due. */
  async function pulse(): Promise<void> {
    beating = lease.beat().catch((error: unknown) => {
      log('warn', 'The engine could not renew its lease', { reason: reasonOf(error) })
    })
    await beating
    if (isClosed) return
    pulseTimer = setTimeout(() => void pulse(), PULSE_MS)
    void tick()
  }

  function tick(): Promise<void> {
    isTickWanted = true
    ticking ??= lookWhileWanted().finally(() => {
      ticking = undefined
    })
    return ticking
  }

  async function lookWhileWanted(): Promise<void> {
    while (isTickWanted) {
      isTickWanted = false
      await look()
    }
  }

  async function look(): Promise<void> {
    if (stopping) return
    dispatcher?.wake()
    try {
      const dueMs = await msUntilNext(db, lease.ownerId())
      if (dueMs !== undefined && dueMs <= 0) await fireDue()
      const nextMs = dueMs !== undefined && dueMs <= 0 ? await msUntilNext(db, lease.ownerId()) : dueMs
      if (nextMs !== undefined) alarmIfRunning(Math.max(nextMs, OVERDUE_RETRY_MS))
    } catch (error) {
      log('warn', 'The engine could not look for what is due; it looks again', { reason: reasonOf(error) })
    }
  }

  async function fireDue(): Promise<void> {
    await fireDueWaits(db)
    await fireDueCrons(db)
    dispatcher?.wake()
  }

  function alarmIfRunning(delayMs: number): void {
    if (dispatcher && !stopping) alarm.ringIn(delayMs)
    else if (!dispatcher) notice.tell()
  }

  async function clean(): Promise<void> {
    try {
      while (
        !stopping &&
        (await deleteOldRuns(db, options.retentionDays ?? 7, RETENTION_BATCH)) >= RETENTION_BATCH
      );
    } catch (error) {
      log('warn', 'Old runs could not be removed', { reason: reasonOf(error) })
    }
  }

  async function shutDown(): Promise<void> {
    alarm.clear()
    clearInterval(retentionTimer)
    // The pulse goes on: calls under way still need the lease.
    const isDrained = (await dispatcher?.drain(options.drainTimeoutMs ?? 10_000)) ?? true
    if (!isDrained) log('warn', 'Calls were still under way; other processes take them', dispatcher?.counts())
    isClosed = true
    clearTimeout(pulseTimer)
    await Promise.all([beating, ticking])
    await notice.stop()
    if (dispatcher)
      await lease.stop().catch(() => log('warn', 'The lease could not be given back; it runs out'))
    await Promise.all([db.close(), leaseDb.close()])
  }

  return {
    fetch: engineFetch,
    clientOptions: { isDev: true, baseUrl: EMBEDDED_ORIGIN, fetch: engineFetch },
    start,
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
