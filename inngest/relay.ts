import type { JsonObject } from '@/server/kernel/json'
import { systemPool } from '@/server/platform/db'
import {
  type ClaimedEntry,
  claimDue,
  type Flow,
  HOLD_MS,
  type OutgoingEntry,
  remove,
} from '@/server/platform/outbox'
import { mailRequested, runRequested } from './events'
import { type Admitted, createAdmissions, type RelayPorts } from './relay-admissions'
import { ringBells } from './relay-bells'

export type { RelayPorts } from './relay-admissions'

/** Hands events to the engine, all or none. */
export type SendEvents = (events: RelayedEvent[]) => Promise<unknown>

export interface RelayedEvent {
  name: string
  data: JsonObject
  /** What is sent again under the same id is not heard again. */
  id?: string
}

const BATCH = 100
/** While places are being asked for, others are looked for this often. */
const LOOK_AGAIN_MS = 20

/**
 * Tells the engine what the outbox holds, until nothing is due. Any number of relays may run at once;
 * an entry told twice does nothing twice: requests carry an id, and a wake is only a bell.
 */
export async function drainOutbox(send: SendEvents, ports: RelayPorts): Promise<{ told: number }> {
  const admissions = createAdmissions(ports, (requests) => tellRequests(send, requests))
  let told = 0
  try {
    for (;;) {
      const except = admissions.orgs().map((orgId): Flow => ({ orgId, name: 'run.requested' }))
      const entries = await claimDue(systemPool(), { limit: BATCH, holdMs: HOLD_MS, except })
      // Who has to ask for a place first holds up nobody.
      admissions.ask(entries.filter(needsToAsk))
      await tellEntries(
        send,
        ports,
        entries.filter((entry) => !needsToAsk(entry)),
      )
      told += entries.length
      if (entries.length === BATCH) continue
      // All that was due is taken. What comes from now on rings again, which is heard when this is over.
      if (except.length === 0 && admissions.orgs().length === 0) return { told }
      await admissions.rest(LOOK_AGAIN_MS)
    }
  } finally {
    await admissions.allDone()
  }
}

/** Whether this is a run that needs a place and has none yet. */
export function needsToAsk({ name, data }: OutgoingEntry): boolean {
  return name === 'run.requested' && data.needsPlace === true && data.isAdmitted !== true
}

/** Tells what needs nothing but telling, and is done with it. */
export async function tellEntries(
  send: SendEvents,
  ports: RelayPorts,
  entries: ClaimedEntry[],
): Promise<void> {
  const named = (name: string) => entries.filter((entry) => entry.name === name)
  await Promise.all([
    ready(named('run.requested')).then((known) => tellRequests(send, known)),
    ringBells(send, ports, named('run.wake')),
    tellMails(send, named('mail.requested')),
  ])
}

async function ready(entries: ClaimedEntry[]): Promise<Admitted[]> {
  const generations = await generationsOf(entries.filter((entry) => entry.data.isAdmitted === true))
  const over: string[] = []
  const requests = entries.flatMap((entry): Admitted[] => {
    const runId = String(entry.data.runId)
    const generation = entry.data.isAdmitted === true ? generations.get(runId) : Number(entry.data.generation)
    if (generation !== undefined) return [{ entryId: entry.id, orgId: entry.orgId, runId, generation }]
    over.push(entry.id)
    return []
  })
  await remove(systemPool(), over)
  return requests
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

async function tellRequests(send: SendEvents, requests: Admitted[]): Promise<void> {
  if (requests.length === 0) return
  const events = requests.map(({ orgId, runId, generation }) =>
    runRequested.create({ orgId, runId, generation }, { id: `${runId}:${generation}` }),
  )
  await send(events)
  await remove(
    systemPool(),
    requests.map((request) => request.entryId),
  )
}

/** Named for its outbox entry, so that a mail told twice is sent once. */
async function tellMails(send: SendEvents, entries: ClaimedEntry[]): Promise<void> {
  if (entries.length === 0) return
  const events = entries.map(({ id, orgId, data }) => {
    const mail = mailRequested.schema.parse({ ...data, orgId, mailId: id })
    return mailRequested.create(mail, { id })
  })
  await send(events)
  await remove(
    systemPool(),
    entries.map((entry) => entry.id),
  )
}
