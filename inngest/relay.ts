import type { Inngest } from 'inngest'
import { systemPool } from '@/server/platform/db'
import { logger } from '@/server/platform/logger'
import { type ClaimedEntry, claimDue, postpone, remove } from '@/server/platform/outbox'
import { mailRequested, runRequested } from './events'
import { ringBells } from './relay-bells'

/** What the relay asks of features. */
export interface RelayPorts {
  /** Takes the run's place under its workflow's concurrency limit; `kept`: the engine is not to be told. */
  admit(request: { orgId: string; runId: string; generation: number }): Promise<'admitted' | 'kept'>
  /** Raises the wake-up counters of runs that go on; gives them by run. */
  numberWakes(orgId: string, runIds: readonly string[]): Promise<Map<string, number>>
}

const BATCH = 100
/** A relay that dies holding entries gives them back after this. */
const HOLD_MS = 30_000
const MAX_TRY_AGAIN_MS = 60_000

/**
 * Tells the engine what the outbox holds, until nothing is due. Any number of relays may run at once;
 * an entry told twice does nothing twice: requests carry an id, and a wake is only a bell.
 */
export async function drainOutbox(client: Inngest, ports: RelayPorts): Promise<{ told: number }> {
  let told = 0
  for (;;) {
    const entries = await claimDue(systemPool(), BATCH, HOLD_MS)
    if (entries.length === 0) return { told }
    const named = (name: string) => entries.filter((entry) => entry.name === name)
    await tellRequests(client, await admitted(ports, named('run.requested')))
    await ringBells(client, ports, named('run.wake'))
    await tellMails(client, named('mail.requested'))
    told += entries.length
  }
}

interface Request {
  entryId: string
  orgId: string
  runId: string
  generation: number
}

/** Those that may start now. One that has to wait for a place is done with here: who gives it back asks anew. */
async function admitted(ports: RelayPorts, entries: ClaimedEntry[]): Promise<Request[]> {
  const generations = await generationsOf(entries.filter((entry) => entry.data.isAdmitted === true))
  const requests: Request[] = []
  // In the order in which they were asked for: places go to those who came first.
  for (const entry of entries.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    const runId = String(entry.data.runId)
    const generation = entry.data.isAdmitted === true ? generations.get(runId) : Number(entry.data.generation)
    if (generation === undefined) {
      await remove(systemPool(), [entry.id])
      continue
    }
    const request = { entryId: entry.id, orgId: entry.orgId, runId, generation }
    if (entry.data.needsPlace !== true || (await mayStart(ports, entry, request))) requests.push(request)
  }
  return requests
}

async function mayStart(ports: RelayPorts, entry: ClaimedEntry, request: Request): Promise<boolean> {
  const { orgId, runId, generation } = request
  try {
    if ((await ports.admit({ orgId, runId, generation })) === 'admitted') return true
    await remove(systemPool(), [entry.id])
  } catch (err) {
    logger.warn({ err, orgId, runId }, 'A run could not be given its place; trying again.')
    await postpone(systemPool(), entry.id, Math.min(MAX_TRY_AGAIN_MS, 1_000 * 2 ** (entry.attempts - 1)))
  }
  return false
}

/** Of runs that got a place and still wait to start. */
async function generationsOf(entries: ClaimedEntry[]): Promise<Map<string, number>> {
  if (entries.length === 0) return new Map()
  const { rows } = await systemPool().query<{ id: string; generation: number }>(
    `SELECT id, generation FROM "Run" WHERE id = ANY ($1) AND status IN ('queued', 'running', 'waiting')`,
    [entries.map((entry) => String(entry.data.runId))],
  )
  return new Map(rows.map((row) => [row.id, row.generation]))
}

async function tellRequests(client: Inngest, requests: Request[]): Promise<void> {
  if (requests.length === 0) return
  const events = requests.map(({ orgId, runId, generation }) =>
    runRequested.create({ orgId, runId, generation }, { id: `${runId}:${generation}` }),
  )
  await client.send(events)
  await remove(
    systemPool(),
    requests.map((request) => request.entryId),
  )
}

/** Named for its outbox entry, so that a mail told twice is sent once. */
async function tellMails(client: Inngest, entries: ClaimedEntry[]): Promise<void> {
  if (entries.length === 0) return
  const events = entries.map(({ id, orgId, data }) => {
    const mail = mailRequested.schema.parse({ ...data, orgId, mailId: id })
    return mailRequested.create(mail, { id })
  })
  await client.send(events)
  await remove(
    systemPool(),
    entries.map((entry) => entry.id),
  )
}
