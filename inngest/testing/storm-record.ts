import { tenantPool } from '@/server/platform/db'

export interface RunRecord {
  id: string
  status: string
  lastSeq: number
  error: unknown
}

export interface EventRecord {
  runId: string
  seq: number
  type: string
  path: string | null
  data: { attempt?: number; output?: unknown }
}

export interface StepRecord {
  runId: string
  path: string
  kind: string
  status: string
  attempt: number
  output: unknown
}

/** All that the product knows of the runs of an org, each kind in its order. */
export interface StormRecord {
  runs: RunRecord[]
  events: EventRecord[]
  steps: StepRecord[]
}

export async function readRecord(orgId: string): Promise<StormRecord> {
  const pool = tenantPool(orgId)
  const runs = await pool.query<RunRecord>('SELECT id, status, "lastSeq", error FROM "Run" ORDER BY id')
  const events = await pool.query<EventRecord>(
    'SELECT "runId", seq, type, path, data FROM "RunEvent" ORDER BY "runId", seq',
  )
  const steps = await pool.query<StepRecord>(
    'SELECT "runId", path, kind, status, attempt, output FROM "StepRun" ORDER BY "runId", path',
  )
  return { runs: runs.rows, events: events.rows, steps: steps.rows }
}

/** In groups of equal keys, in their order. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
