import { systemPool } from '@/server/platform/db'
import { type ClaimedEntry, postpone, remove } from '@/server/platform/outbox'
import { runWake } from './events'
import type { RelayPorts, SendEvents } from './relay'

const MAX_RING_AGAIN_MS = 60_000

/**
 * A bell rung between a wave's end and the registration of its wait is not heard: it is rung again,
 * each time later, until a wave has taken notice.
 */
export async function ringBells(
  send: SendEvents,
  ports: Pick<RelayPorts, 'numberWakes'>,
  entries: ClaimedEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const bells = await numbered(ports, entries)
  const waiting = await waitingRuns(bells)
  await remove(
    systemPool(),
    entries.flatMap((entry) => (waiting.has(entry.id) ? [] : entry.id)),
  )
  const ringing = bells.filter((entry) => waiting.has(entry.id))
  if (ringing.length === 0) return
  await send(ringing.map(({ orgId, data }) => runWake.create({ orgId, runId: String(data.runId) })))
  await postpone(
    systemPool(),
    ringing.map(({ id, attempts }) => ({ id, delayMs: ringAgainAfterMs(attempts) })),
  )
}

/**
 * Whoever wakes a run out of another one's transaction leaves the counter to the relay: no transaction locks two
 * runs' rows. The number is kept with the entry; a relay that dies before has only asked once more than needed.
 */
async function numbered(
  ports: Pick<RelayPorts, 'numberWakes'>,
  entries: ClaimedEntry[],
): Promise<ClaimedEntry[]> {
  const orgIds = new Set(entries.flatMap((entry) => (entry.data.wake === undefined ? entry.orgId : [])))
  const wakes = new Map<string, number>()
  for (const orgId of orgIds) {
    const unnumbered = entries.filter((entry) => entry.orgId === orgId && entry.data.wake === undefined)
    const runIds = unnumbered.map((entry) => String(entry.data.runId))
    for (const [runId, wake] of await ports.numberWakes(orgId, runIds)) wakes.set(runId, wake)
  }
  const bells: ClaimedEntry[] = []
  const written: { id: string; wake: number }[] = []
  for (const entry of entries) {
    const wake = entry.data.wake === undefined ? wakes.get(String(entry.data.runId)) : Number(entry.data.wake)
    if (wake === undefined) continue
    if (entry.data.wake === undefined) written.push({ id: entry.id, wake })
    bells.push({ ...entry, data: { ...entry.data, wake } })
  }
  await writeNumbers(written)
  return bells
}

async function writeNumbers(rows: { id: string; wake: number }[]): Promise<void> {
  if (rows.length === 0) return
  await systemPool().query(
    `UPDATE "OutboxEntry" o SET data = o.data || jsonb_build_object('wake', w.wake)
       FROM unnest($1::text[], $2::int[]) AS w(id, wake) WHERE o.id = w.id`,
    [rows.map((row) => row.id), rows.map((row) => row.wake)],
  )
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
