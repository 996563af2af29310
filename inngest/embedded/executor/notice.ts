import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { type Log, reasonOf } from '../log'
import type { Database } from '../store/database'

export interface Notice {
  start(): Promise<void>
  stop(): Promise<void>
  /** Tells other processes that there is work; many tellings within a few milliseconds become one. */
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
}): Notice {
  const { databaseUrl, db, log, onWork } = options
  const selfId = randomUUID()
  let client: pg.Client | undefined
  let isListening = false
  let isStopped = false
  let retryTimer: NodeJS.Timeout | undefined
  let tellTimer: NodeJS.Timeout | undefined
  let backoffMs = RECONNECT_MIN_MS

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
    onWork() // what was told while nobody listened
  }

  function lose(lost: pg.Client, error: unknown): void {
    if (client !== lost) return // an earlier connection, or an error after its first
    client = undefined
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
    tell() {
      if (tellTimer || isStopped) return
      tellTimer = setTimeout(() => {
        tellTimer = undefined
        db.query(`SELECT pg_notify('${CHANNEL}', $1)`, [selfId]).catch((error: unknown) =>
          log('debug', 'Other processes could not be told of work; they poll', { reason: reasonOf(error) }),
        )
      }, COALESCE_MS)
    },
    isListening: () => isListening,
  }
}
