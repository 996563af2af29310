import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { type Log, reasonOf } from '../log'
import type { Database } from '../store/database'

export interface Notice {
  start(): Promise<void>
  stop(): Promise<void>
  /** Tells other processes that there is work: at once, and further tellings within a few milliseconds as one. */
  tell(): void
  isListening(): boolean
}

const CHANNEL = 'engine_work'
const COALESCE_MS = 5
const RECONNECT_MIN_MS = 100
const RECONNECT_MAX_MS = 2_000

/** Hears and tells of work through LISTEN/NOTIFY. Nothing depends on it but speed: the poll is the net. */
export function createNotice(options: {
  databaseUrl: string
  db: Database
  log: Log
  onWork: () => void
  /** The connection was lost, and is there again. */
  onReconnected: () => void
}): Notice {
  const { databaseUrl, db, log, onWork, onReconnected } = options
  const selfId = randomUUID()
  let client: pg.Client | undefined
  let isListening = false
  let isStopped = false
  let hasLost = false
  let retryTimer: NodeJS.Timeout | undefined
  let tellTimer: NodeJS.Timeout | undefined
  let isTellWanted = false
  let backoffMs = RECONNECT_MIN_MS

  function send(): void {
    db.query(`SELECT pg_notify('${CHANNEL}', $1)`, [selfId]).catch((error: unknown) =>
      log('debug', 'Other processes could not be told of work; they poll', { reason: reasonOf(error) }),
    )
  }

  function tell(): void {
    if (isStopped) return
    if (tellTimer) {
      isTellWanted = true
      return
    }
    send()
    tellTimer = setTimeout(() => {
      tellTimer = undefined
      if (!isTellWanted) return
      isTellWanted = false
      tell()
    }, COALESCE_MS)
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'pawl-engine-listen',
      keepAlive: true,
    })
    client = fresh
    // `on`, not `once`: a Postgres that shuts down sends more than one error.
    fresh.on('error', (error) => lose(fresh, error))
    fresh.on('end', () => lose(fresh, new Error('The connection ended.')))
    // Our own tellings come back too; two busy processes would otherwise keep each other awake.
    fresh.on('notification', ({ payload }) => payload !== selfId && onWork())
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${CHANNEL}`)
    } catch (error) {
      lose(fresh, error)
      return
    }
    if (client !== fresh) return
    isListening = true
    backoffMs = RECONNECT_MIN_MS
    if (hasLost) onReconnected()
    onWork() // what was told while nobody listened
  }

  function lose(lost: pg.Client, error: unknown): void {
    if (client !== lost) return // an earlier connection, or an error after its first
    client = undefined
    hasLost = true
    isListening = false
    lost.end().catch(() => undefined)
    if (isStopped) return
    log('warn', 'The engine lost its LISTEN connection; polling meanwhile', { reason: reasonOf(error) })
    retryTimer = setTimeout(() => {
      void connect()
    }, backoffMs)
    backoffMs = Math.min(backoffMs * 2, RECONNECT_MAX_MS)
  }

  return {
    start: connect,
    async stop() {
      isStopped = true
      clearTimeout(retryTimer)
      clearTimeout(tellTimer)
      const open = client
      client = undefined
      isListening = false
      await open?.end().catch(() => undefined)
    },
    tell,
    isListening: () => isListening,
  }
}
