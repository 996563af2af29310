import { newId } from '@/server/kernel/ids'
import { isJsonObject, type JsonValue } from '@/server/kernel/json'
import type { RunEvent } from '@/server/kernel/run-events'
import type { Queryable } from '@/server/platform/db'
import type { RecordedStep } from './run-state'

type KeptEvent = Extract<RunEvent, { type: 'step.kept' }>

/** How a new run's log tells of the steps that it takes over. */
export function keptEvents(steps: readonly RecordedStep[]): KeptEvent[] {
  return steps.flatMap((step): KeptEvent[] => {
    const { path, stepId, kind, name, status, attempt, output, error, continued, generated, callDigest } =
      step
    if (status !== 'succeeded' && status !== 'failed' && status !== 'skipped') return []
    return [
      {
        type: 'step.kept',
        path,
        stepId,
        kind,
        ...(name !== undefined && { name }),
        status,
        attempt,
        ...(output !== undefined && { output }),
        ...(error && { error }),
        continued: continued ?? false,
        // Checked steps are JSON all through; `undefined` fields do not survive the copy.
        ...(generated && { generated: JSON.parse(JSON.stringify(generated)) as JsonValue }),
        ...(callDigest !== undefined && { callDigest }),
      },
    ]
  })
}

/** Results that stand apart of the events, by their ids, each with the id that the new run keeps its own under. */
export function renamedBlobs(events: KeptEvent[]): { events: KeptEvent[]; ids: Map<string, string> } {
  const ids = new Map<string, string>()
  const renamed = events.map((event) =>
    event.output === undefined ? event : { ...event, output: rename(event.output, ids) },
  )
  return { events: renamed, ids }
}

/**
 * Copies results that stand apart for another run, in the caller's transaction: that one lives as long as its own
 * runs are kept. What is gone already stays gone.
 */
export async function copyBlobs(
  db: Queryable,
  runId: string,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  if (ids.size === 0) return
  const pairs = JSON.stringify([...ids].map(([from, to]) => ({ from, to })))
  const listed = 'jsonb_to_recordset($1::jsonb) AS p("from" text, "to" text)'
  await db.query(
    `INSERT INTO "Blob" (id, "orgId", "projectId", "runId", bytes, digest)
     SELECT p."to", b."orgId", b."projectId", $2, b.bytes, b.digest FROM ${listed} JOIN "Blob" b ON b.id = p."from"`,
    [pairs, runId],
  )
  await db.query(
    `INSERT INTO "BlobChunk" ("orgId", "blobId", "index", data)
     SELECT c."orgId", p."to", c."index", c.data FROM ${listed} JOIN "BlobChunk" c ON c."blobId" = p."from"`,
    [pairs],
  )
}

function rename(value: JsonValue, ids: Map<string, string>): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => rename(item, ids))
  if (isJsonObject(value) && typeof value.$blob === 'string' && typeof value.digest === 'string') {
    const known = ids.get(value.$blob) ?? newId('blob')
    ids.set(value.$blob, known)
    return { ...value, $blob: known }
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, rename(field, ids)]))
}
