import { createBatches } from '@/server/kernel/batches'
import { logger } from '@/server/platform/logger'
import type { ClaimedEntry, RelayHere } from '@/server/platform/outbox'
import { needsToAsk, type RelayPorts, type SendEvents, tellEntries } from './relay'

/** Beyond so many they are left to be claimed, by this process or another one. */
const MOST_WAITING = 200
const BATCH = 100

/** Tells what this process posts as soon as it is committed, without the way through a claim. */
export function createRelayAtOnce(
  send: SendEvents,
  ports: RelayPorts,
): RelayHere & { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>()
  let waiting = 0
  let isStopped = false
  const tell = createBatches(
    async (entries: ClaimedEntry[]) => {
      await tellEntries(send, ports, entries)
      return entries.map(() => undefined)
    },
    // What could not be told comes back by itself.
    { maxItems: BATCH, maxUnderWay: 2, isAtOnce: true, mayRepeat: () => false },
  )

  async function tellAll(entries: ClaimedEntry[]): Promise<void> {
    waiting += entries.length
    try {
      await Promise.all(entries.map(tell))
    } catch (err) {
      logger.warn({ err }, 'What was just committed could not be relayed; trying again.')
    } finally {
      waiting -= entries.length
    }
  }

  return {
    takes: (entry) => !isStopped && waiting < MOST_WAITING && !needsToAsk(entry),
    tell(entries) {
      if (isStopped) return
      const done = tellAll(entries).finally(() => underWay.delete(done))
      underWay.add(done)
    },
    async stop() {
      isStopped = true
      await Promise.all(underWay)
    },
  }
}
