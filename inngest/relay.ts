import type { Inngest } from 'inngest'
import { systemPool } from '@/server/platform/db'
import { type ClaimedEntry, claimDue, type Flow, remove } from '@/server/platform/outbox'
import { mailRequested, runRequested } from './events'
import { type Admitted, createAdmissions, type RelayPorts } from './relay-admissions'
import { ringBells } from './relay-bells'

export type { RelayPorts } from './relay-admissions'

const BATCH = 100
/** A relay that dies holding entries gives them back after this; one that is slower tells them twice. */
const HOLD_MS = 3_000
/** While places are being asked for, others are looked for this often. */
const LOOK_AGAIN_MS = 20

/**
 * Tells the engine what the outbox holds, until nothing is due. Any number of relays may run at once;
 * an entry told twice does nothing twice: requests carry an id, and a wake is only a bell.
 */
export async function drainOutbox(client: Inngest, ports: RelayPorts): Promise<{ told: number }> {
  const admissions = createAdmissions(ports, (requests) => tellRequests(client, requests))
  let told = 0
  try {
    for (;;) {
      const except = admissions.orgs().map((orgId): Flow => ({ orgId, name: 'run.requested' }))
      const entries = await claimDue(systemPool(), { limit: BATCH, holdMs: HOLD_MS, except })
      await tell(client, ports, entries, admissions.ask)
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

/** What needs nothing but telling is told at once; who has to ask for a place first holds up nobody. */
async function tell(
  client: Inngest,
  ports: RelayPorts,
  entries: ClaimedEntry[],
  ask: (entries: ClaimedEntry[]) => void,
): Promise<void> {
  const named = (name: string) => entries.filter((entry) => entry.name === name)
  const requests = named('run.requested')
  const isAsking = (entry: ClaimedEntry) => entry.data.needsPlace === true && entry.data.isAdmitted !== true
  ask(requests.filter(isAsking))
  await Promise.all([
    ready(requests.filter((entry) => !isAsking(entry))).then((known) => tellRequests(client, known)),
    ringBells(client, ports, named('run.wake')),
    tellMails(client, named('mail.requested')),
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

async function tellRequests(client: Inngest, requests: Admitted[]): Promise<void> {
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
