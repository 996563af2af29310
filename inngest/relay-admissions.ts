import { systemPool } from '@/server/platform/db'
import { logger } from '@/server/platform/logger'
import { type ClaimedEntry, postpone, remove } from '@/server/platform/outbox'

/** What the relay asks of features. */
export interface RelayPorts {
  /** Takes the run's place under its workflow's concurrency limit; `kept`: the engine is not to be told. */
  admit(request: { orgId: string; runId: string; generation: number }): Promise<'admitted' | 'kept'>
  /** Raises the wake-up counters of runs that go on; gives them by run. */
  numberWakes(orgId: string, runIds: readonly string[]): Promise<Map<string, number>>
}

export interface Admitted {
  entryId: string
  orgId: string
  runId: string
  generation: number
}

export interface Admissions {
  /** Asks for places, an org after its own order, orgs side by side. */
  ask(entries: ClaimedEntry[]): void
  /** The orgs that are being asked for. */
  orgs(): string[]
  /** Waits until an org is done with, so long at most. */
  rest(atMostMs: number): Promise<void>
  allDone(): Promise<void>
}

const MAX_TRY_AGAIN_MS = 60_000
/** Those who have their place start before all others of the batch have theirs. */
const TELL_EVERY = 10

export function createAdmissions(
  ports: Pick<RelayPorts, 'admit'>,
  tell: (requests: Admitted[]) => Promise<void>,
): Admissions {
  const byOrg = new Map<string, Promise<void>>()

  /** In the order in which they were asked for: places go to those who came first. */
  async function admitInOrder(entries: ClaimedEntry[]): Promise<void> {
    const inOrder = entries.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    for (let at = 0; at < inOrder.length; at += TELL_EVERY) {
      const admitted: Admitted[] = []
      for (const entry of inOrder.slice(at, at + TELL_EVERY)) {
        const request = {
          entryId: entry.id,
          orgId: entry.orgId,
          runId: String(entry.data.runId),
          generation: Number(entry.data.generation),
        }
        if (await mayStart(ports, entry, request)) admitted.push(request)
      }
      await tell(admitted)
    }
  }

  return {
    ask(entries) {
      for (const orgId of new Set(entries.map((entry) => entry.orgId))) {
        const own = entries.filter((entry) => entry.orgId === orgId)
        const done = (byOrg.get(orgId) ?? Promise.resolve())
          .then(() => admitInOrder(own))
          .catch((err: unknown) => {
            // What is held comes back by itself.
            logger.warn({ err, orgId }, 'Runs could not be given their places; trying again.')
          })
          .finally(() => {
            if (byOrg.get(orgId) === done) byOrg.delete(orgId)
          })
        byOrg.set(orgId, done)
      }
    },
    orgs: () => [...byOrg.keys()],
    async rest(atMostMs) {
      if (byOrg.size === 0) return
      await Promise.race([...byOrg.values(), new Promise((resolve) => setTimeout(resolve, atMostMs))])
    },
    async allDone() {
      await Promise.all(byOrg.values())
    },
  }
}

/** Whether it may start now. One that has to wait for a place is done with here: who gives it back asks anew. */
async function mayStart(
  ports: Pick<RelayPorts, 'admit'>,
  entry: ClaimedEntry,
  { orgId, runId, generation }: Admitted,
): Promise<boolean> {
  try {
    if ((await ports.admit({ orgId, runId, generation })) === 'admitted') return true
    await remove(systemPool(), [entry.id])
  } catch (err) {
    logger.warn({ err, orgId, runId }, 'A run could not be given its place; trying again.')
    const delayMs = Math.min(MAX_TRY_AGAIN_MS, 1_000 * 2 ** (entry.attempts - 1))
    await postpone(systemPool(), [{ id: entry.id, delayMs }])
  }
  return false
}
