import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import pg from 'pg'
import { env } from '../env'
import { CHANGES_CHANNEL, type Change, OUTBOX_CHANNEL } from './channels'

export type { Change } from './channels'

const RECONNECT_MS = 500

interface Hub {
  /** Tells this process's own notices from others'. */
  id: string
  emitter: EventEmitter
  client: pg.Client | undefined
  closed: boolean
}

// One LISTEN connection a process, shared by Next's module copies.
const shared = globalThis as unknown as { pawlHub?: Hub }

/** Calls `onNotice` with each payload on the outbox channel, and once after each reconnection. */
export function listenFor(channel: 'outbox', onNotice: () => void): () => void {
  const { emitter } = hub()
  emitter.on(channel, onNotice)
  return () => void emitter.off(channel, onNotice)
}

/** Rings for whoever listens in this process, without the way through Postgres. The id that notices for others carry. */
export function ringHere(): string {
  shared.pawlHub?.emitter.emit('outbox')
  return shared.pawlHub?.id ?? ''
}

/**
 * Changes of one org as they are announced; `null` after a reconnection: something may have been
 * missed, read again. Listening begins at the call, not at the first `next`, so read the state after it.
 */
export function changes(orgId: string, signal: AbortSignal): AsyncIterable<Change | null> {
  const queue: (Change | null)[] = []
  let wake: (() => void) | undefined
  const push = (change: Change | null) => {
    if (change && change.orgId !== orgId) return
    queue.push(change)
    wake?.()
  }
  const { emitter } = hub()
  emitter.on('change', push)
  const stop = () => {
    emitter.off('change', push)
    wake?.()
  }
  signal.addEventListener('abort', stop, { once: true })
  return {
    async *[Symbol.asyncIterator]() {
      try {
        while (!signal.aborted) {
          const next = queue.shift()
          if (next !== undefined) yield next
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        stop()
      }
    },
  }
}

export async function closeListeners(): Promise<void> {
  const open = shared.pawlHub
  if (!open) return
  shared.pawlHub = undefined
  open.closed = true
  await open.client?.end().catch(() => {})
}

function hub(): Hub {
  if (shared.pawlHub) return shared.pawlHub
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  const created: Hub = { id: randomUUID(), emitter, client: undefined, closed: false }
  shared.pawlHub = created
  void connect(created)
  return created
}

async function connect(hub: Hub): Promise<void> {
  if (hub.closed) return
  const client = new pg.Client({ connectionString: env().PAWL_SYSTEM_DATABASE_URL, keepAlive: true })
  let down = false
  const retry = () => {
    if (down) return
    down = true
    hub.client = undefined
    client.end().catch(() => {})
    setTimeout(() => void connect(hub), RECONNECT_MS).unref()
  }
  // `on`, not `once`: Postgres sends a second error while it shuts down.
  client.on('error', retry)
  client.on('end', retry)
  client.on('notification', ({ channel, payload }) => {
    // Its own bells it has heard when they rang.
    if (channel === OUTBOX_CHANNEL) {
      if (payload !== hub.id) hub.emitter.emit('outbox')
    }
    // Only announce.ts writes this channel, and it writes Change.
    else hub.emitter.emit('change', JSON.parse(payload ?? 'null') as Change)
  })
  try {
    await client.connect()
    await client.query(`LISTEN ${CHANGES_CHANNEL}; LISTEN ${OUTBOX_CHANNEL}`)
    hub.client = client
    hub.emitter.emit('change', null)
    hub.emitter.emit('outbox')
  } catch {
    retry()
  }
}
