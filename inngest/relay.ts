import type { Inngest } from 'inngest'
import { systemPool } from '@/server/platform/db'
import { type ClaimedEntry, claimDue, postpone, remove } from '@/server/platform/outbox'
import { mailRequested, runRequested, runWake } from './events'

const BATCH = 100
/** A relay that dies holding entries gives them back after this. */
const HOLD_MS = 30_000
const MAX_RING_AGAIN_MS = 60_000

/**
 * Tells the engine what the outbox holds, until nothing is due. Any number of relays may run at once;
 * an entry told twice does nothing twice: requests carry an id, and a wake is only a bell.
 */
export async function drainOutbox(client: Inngest): Promise<{ told: number }> {
  let told = 0
  for (;;) {
    const entries = await claimDue(systemPool(), BATCH, HOLD_MS)
    if (entries.length === 0) return { told }
    await tellRequests(
      client,
      entries.filter((entry) => entry.name === 'run.requested'),
    )
    await ringBells(
      client,
      entries.filter((entry) => entry.name === 'run.wake'),
    )
    await tellMails(
      client,
      entries.filter((entry) => entry.name === 'mail.requested'),
    )
    told += entries.length
  }
}

async function tellRequests(client: Inngest, entries: ClaimedEntry[]): Promise<void> {
  if (entries.length === 0) return
  const events = entries.map(({ orgId, data }) => {
    const runId = String(data.runId)
    const generation = Number(data.generation)
    return runRequested.create({ orgId, runId, generation }, { id: `${runId}:${generation}` })
  })
  await client.send(events)
  await remove(
    systemPool(),
    entries.map((entry) => entry.id),
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

/**
 * A bell rung between a wave's end and the registration of its wait is not heard: it is rung again,
 * each time later, until a wave has taken notice.
 */
async function ringBells(client: Inngest, entries: ClaimedEntry[]): Promise<void> {
  if (entries.length === 0) return
  const waiting = await waitingRuns(entries)
  const heard = entries.filter((entry) => !waiting.has(entry.id))
  await remove(
    systemPool(),
    heard.map((entry) => entry.id),
  )
  const ringing = entries.filter((entry) => waiting.has(entry.id))
  if (ringing.length === 0) return
  await client.send(ringing.map(({ orgId, data }) => runWake.create({ orgId, runId: String(data.runId) })))
  for (const entry of ringing) await postpone(systemPool(), entry.id, ringAgainAfterMs(entry.attempts))
}

function ringAgainAfterMs(attempts: number): number {
  return Math.min(MAX_RING_AGAIN_MS, 1_000 * 2 ** (attempts - 1))
}

/** The entries whose run still goes on and has not yet taken this wake-up. */
async function waitingRuns(entries: ClaimedEntry[]): Promise<Set<string>> {
  const { rows } = await systemPool().query<{ id: string }>(
    `SELECT e.id FROM unnest($1::text[], $2::text[], $3::int[]) AS e(id, "runId", wake)
       JOIN "Run" r ON r.id = e."runId"
      WHERE r.status IN ('queued', 'running', 'waiting') AND r."wakesTaken" < e.wake`,
    [
      entries.map((entry) => entry.id),
      entries.map((entry) => String(entry.data.runId)),
      entries.map((entry) => Number(entry.data.wake)),
    ],
  )
  return new Set(rows.map((row) => row.id))
}
