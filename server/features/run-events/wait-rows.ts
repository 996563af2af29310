import type { JsonValue } from '@/server/kernel/json'
import type { LogBatch, Part } from './log-part'
import type { OpenWait } from './projection'

/** Waits for child runs are for the caller: they depend on what those runs have come to. */
export function waitParts({ projection, approvalIds }: LogBatch): Part[] {
  const { ended, openWaits, closedWaits } = projection
  if (ended) return [{ name: 'closed', variant: 'all', values: {}, write: () => DELETE_WAITS }]
  const parts: Part[] = []
  // What opens again is written over.
  const closed = [...closedWaits].filter((path) => !openWaits.has(path))
  if (closed.length > 0) {
    const write: Part['write'] = (given) =>
      `${DELETE_WAITS} AND w.path IN (SELECT json_array_elements_text(${given('closed')}::json))`
    parts.push({ name: 'closed', values: { closed: JSON.stringify(closed) }, write })
  }
  const opened = [...openWaits.values()].filter((wait) => wait.childRunId === undefined)
  if (opened.length > 0) {
    const values = { opened: waitRows(opened, approvalIds) }
    parts.push({ name: 'opened', values, write: (given) => insertWaits('run', given('opened')) })
  }
  return parts
}

const DELETE_WAITS = 'DELETE FROM "Wait" w USING run WHERE w."runId" = run.id'

/** As `insertWaits` takes them. `answered`: what child runs that are over came to, by their id. */
export function waitRows(
  waits: readonly OpenWait[],
  approvalIds: ReadonlyMap<string, string>,
  answered?: ReadonlyMap<string, JsonValue>,
): string {
  return JSON.stringify(
    waits.map(({ approval, ...wait }) => ({
      ...wait,
      approvalId: approvalIds.get(wait.path),
      onTimeout: approval?.onTimeout,
      resolution: wait.childRunId === undefined ? undefined : answered?.get(wait.childRunId),
    })),
  )
}

/** Opens waits of the run that `run` names, or writes over those that are open. */
export function insertWaits(run: string, rows: string): string {
  return `INSERT INTO "Wait" ("orgId", "projectId", "runId", path, kind, "dueAt", "approvalId", "onTimeout", "eventName",
                      since, "childRunId", resolution)
  SELECT run."orgId", run."projectId", run.id, w.path, w.kind, w."dueAt", w."approvalId", w."onTimeout",
         w."eventName", w.since, w."childRunId", w.resolution
    FROM ${run} AS run, json_to_recordset(${rows}::json)
      AS w(path text, kind text, "dueAt" timestamptz, "approvalId" text, "onTimeout" text, "eventName" text,
           since timestamptz, "childRunId" text, resolution json)
  ON CONFLICT ("runId", path) DO UPDATE
     SET kind = excluded.kind, "dueAt" = excluded."dueAt", "approvalId" = excluded."approvalId",
         "onTimeout" = excluded."onTimeout", "eventName" = excluded."eventName", since = excluded.since,
         "childRunId" = excluded."childRunId", resolution = excluded.resolution`
}
