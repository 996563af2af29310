import { createBatches } from '@/server/kernel/batches'
import { logger } from '@/server/platform/logger'
import type { ClaimedEntry, RelayHere } from '@/server/platform/outbox'
import { needsToAsk, type RelayPorts, type SendEvents, tellEntries } from './relay'

/** Beyond so many they are left to be claimed, by this process or another one. */
const MOST_WAITING = 200
const BATCH = 100

interface Item {
  entry: ClaimedEntry
  written: Promise<unknown> | undefined
}

/** Tells what this process posts, without the way through a claim: as soon as it is committed, or is being written. */
export function createRelayAtOnce(
  send: SendEvents,
  ports: RelayPorts,
): RelayHere & { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>()
  let waiting = 0
  let isStopped = false
  const tell = createBatches(
    async (items: Item[]) => {
      const written = Promise.all(items.map((item) => item.written))
      written.catch(() => undefined) // Whoever sends hears it.
      await tellEntries(
        send,
        ports,
        items.map(({ entry }) => entry),
        written,
      )
      return items.map(() => undefined)
    },
    // What could not be told comes back by itself; what is long in being written keeps nobody waiting.
    { maxItems: BATCH, maxUnderWay: 2, isAtOnce: true, patienceMs: 100, mayRepeat: () => false },
  )

  async function tellAll(entries: ClaimedEntry[], written: Promise<unknown> | undefined): Promise<void> {
    waiting += entries.length
    try {
      await Promise.all(entries.map((entry) => tell({ entry, written })))
    } catch (err) {
      logger.warn({ err }, 'What was just committed could not be relayed; trying again.')
    } finally {
      waiting -= entries.length
    }
  }

  return {
    takes: (entry) => !isStopped && waiting < MOST_WAITING && !needsToAsk(entry),
    tell(entries, written) {
      if (isStopped) return
      const done = tellAll(entries, written).finally(() => underWay.delete(done))
      underWay.add(done)
    },
    async stop() {
      isStopped = true
      await Promise.all(underWay)
    },
  }
}
