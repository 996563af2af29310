import type { Sql } from './database'

/** Milliseconds until something comes due, below zero when it is; undefined when nothing of the kind is planned. */
export interface Agenda {
  callMs: number | undefined
  waitMs: number | undefined
  cronMs: number | undefined
}

/** When the next call, wait and cron tick come due, by the database's clock. Three index probes. */
export async function readAgenda(sql: Sql): Promise<Agenda> {
  const { rows } = await sql.query<{ callMs: number | null; waitMs: number | null; cronMs: number | null }>(
    `SELECT ${msUntil(`SELECT min(due_at) FROM engine.queue WHERE owner_id IS NULL AND order_at IS NULL`)} AS "callMs",
       ${msUntil('SELECT min(due_at) FROM engine.waits WHERE due_at IS NOT NULL')} AS "waitMs",
       ${msUntil('SELECT min(next_at) FROM engine.crons')} AS "cronMs"`,
  )
  const [row] = rows
  return {
    callMs: row?.callMs ?? undefined,
    waitMs: row?.waitMs ?? undefined,
    cronMs: row?.cronMs ?? undefined,
  }
}

function msUntil(moment: string): string {
  return `(extract(epoch FROM (${moment}) - clock_timestamp()) * 1000)::float8`
}
