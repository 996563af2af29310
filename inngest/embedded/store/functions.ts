import { nextCronTick } from '../protocol/cron'
import type { FunctionConfig } from '../protocol/function-config'
import type { Sql } from './database'

export interface TriggeredFunction {
  config: FunctionConfig
  expression: string | null
}

/** Makes the app's functions be exactly these; true when anything changed. Crons that stay keep their next tick. */
export async function saveFunctions(
  tx: Sql,
  appId: string,
  configs: FunctionConfig[],
  now: Date,
): Promise<boolean> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('engine.functions'))`)
  const ids = configs.map((config) => config.id)
  const removed = await tx.query(
    'DELETE FROM engine.functions WHERE app_id = $1 AND id <> ALL ($2::text[])',
    [appId, ids],
  )
  let isChanged = (removed.rowCount ?? 0) > 0
  for (const config of configs) {
    const saved = await tx.query(
      `INSERT INTO engine.functions AS f (id, app_id, config, slot_limits) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET app_id = excluded.app_id, config = excluded.config,
         slot_limits = excluded.slot_limits, updated_at = now()
       WHERE f.config IS DISTINCT FROM excluded.config OR f.app_id <> excluded.app_id`,
      [config.id, appId, JSON.stringify(config), config.concurrency.map((rule) => rule.limit)],
    )
    if (saved.rowCount === 0) continue
    isChanged = true
    await saveTriggers(tx, config, now)
  }
  return isChanged
}

async function saveTriggers(tx: Sql, config: FunctionConfig, now: Date): Promise<void> {
  await tx.query('DELETE FROM engine.triggers WHERE function_id = $1', [config.id])
  await tx.query(
    `INSERT INTO engine.triggers (function_id, position, event_name, expression)
     SELECT $1, t.position, t.event_name, t.expression
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS t (event_name, expression, position)`,
    [config.id, config.events.map((t) => t.event), config.events.map((t) => t.expression ?? null)],
  )
  const expressions = config.crons.map((trigger) => trigger.cron)
  await tx.query('DELETE FROM engine.crons WHERE function_id = $1 AND expression <> ALL ($2::text[])', [
    config.id,
    expressions,
  ])
  await tx.query(
    `INSERT INTO engine.crons (function_id, expression, jitter_ms, next_at)
     SELECT $1, c.* FROM unnest($2::text[], $3::float8[], $4::timestamptz[]) AS c
     ON CONFLICT (function_id, expression) DO UPDATE SET jitter_ms = excluded.jitter_ms`,
    [
      config.id,
      expressions,
      config.crons.map((c) => c.jitterMs),
      expressions.map((cron) => nextCronTick(cron, now)),
    ],
  )
}

export async function functionsTriggeredBy(tx: Sql, eventName: string): Promise<TriggeredFunction[]> {
  const { rows } = await tx.query<{ config: FunctionConfig; expression: string | null }>(
    `SELECT f.config, t.expression FROM engine.triggers t JOIN engine.functions f ON f.id = t.function_id
     WHERE t.event_name = $1 ORDER BY f.id, t.position`,
    [eventName],
  )
  return rows
}

export interface DueCron {
  config: FunctionConfig
  expression: string
  jitterMs: number
  dueAt: Date
}

/** The crons whose tick has come, locked: another process takes others, or finds them moved on. */
export async function lockDueCrons(tx: Sql): Promise<DueCron[]> {
  const { rows } = await tx.query<DueCron>(
    `SELECT f.config, c.expression, c.jitter_ms AS "jitterMs", c.next_at AS "dueAt"
     FROM engine.crons c JOIN engine.functions f ON f.id = c.function_id
     WHERE c.next_at <= now() ORDER BY c.next_at LIMIT 50 FOR UPDATE OF c SKIP LOCKED`,
  )
  return rows
}

export async function moveCron(tx: Sql, functionId: string, expression: string, nextAt: Date): Promise<void> {
  await tx.query('UPDATE engine.crons SET next_at = $3 WHERE function_id = $1 AND expression = $2', [
    functionId,
    expression,
    nextAt,
  ])
}
