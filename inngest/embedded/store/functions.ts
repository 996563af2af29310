import { nextCronTick } from '../protocol/cron'
import type { FunctionConfig, RegisteredFunction } from '../protocol/function-config'
import type { Sql } from './database'

export interface TriggeredFunction {
  config: FunctionConfig
  expression: string | null
}

/** Makes the app's functions be exactly these; true when anything changed. Crons that stay keep their next tick. */
export async function saveFunctions(
  tx: Sql,
  appId: string,
  functions: RegisteredFunction[],
): Promise<boolean> {
  const { rows } = await tx.query<{ now: Date }>(
    `SELECT now() AS now FROM pg_advisory_xact_lock(hashtext('engine.functions'))`,
  )
  // By the database's clock, as all that comes due.
  const now = rows[0]?.now ?? new Date()
  const ids = functions.map(({ config }) => config.id)
  const removed = await tx.query(
    'DELETE FROM engine.functions WHERE app_id = $1 AND id <> ALL ($2::text[])',
    [appId, ids],
  )
  let isChanged = (removed.rowCount ?? 0) > 0
  for (const { config, url } of functions) {
    const saved = await tx.query(
      `INSERT INTO engine.functions AS f (id, app_id, config, slot_limits, url) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET app_id = excluded.app_id, config = excluded.config,
         slot_limits = excluded.slot_limits, url = excluded.url, updated_at = now()
       WHERE (f.config, f.app_id, f.url) IS DISTINCT FROM (excluded.config, excluded.app_id, excluded.url)`,
      [config.id, appId, JSON.stringify(config), config.concurrency.map((rule) => rule.limit), url],
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

export interface CatalogueRow {
  version: string
  functions: RegisteredFunction[]
}

/** Every registered function, and the version of their whole. */
export async function readCatalogue(sql: Sql): Promise<CatalogueRow> {
  const { rows } = await sql.query<CatalogueRow>(
    `SELECT version::text, COALESCE((SELECT json_agg(json_build_object('config', config, 'url', url) ORDER BY id)
                                     FROM engine.functions), '[]') AS functions
     FROM engine.catalogue`,
  )
  return rows[0] ?? { version: '0', functions: [] }
}

export async function findFunction(sql: Sql, id: string): Promise<FunctionConfig | undefined> {
  const { rows } = await sql.query<{ config: FunctionConfig }>(
    'SELECT config FROM engine.functions WHERE id = $1',
    [id],
  )
  return rows[0]?.config
}

export interface FunctionSummary {
  id: string
  name: string
  appId: string
  url: string | null
}

export async function listFunctions(sql: Sql): Promise<FunctionSummary[]> {
  const { rows } = await sql.query<FunctionSummary>(
    `SELECT id, config->>'name' AS name, app_id AS "appId", url FROM engine.functions ORDER BY id`,
  )
  return rows
}

export interface DueCron {
  config: FunctionConfig
  expression: string
  jitterMs: number
  dueAt: Date
  /** The database's clock, by which the next tick is told. */
  now: Date
}

/** The crons whose tick has come, locked: another process takes others, or finds them moved on. */
export async function lockDueCrons(tx: Sql): Promise<DueCron[]> {
  const { rows } = await tx.query<DueCron>(
    `SELECT f.config, c.expression, c.jitter_ms AS "jitterMs", c.next_at AS "dueAt", now() AS now
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
