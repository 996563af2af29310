import { tenantPool } from '@/server/platform/db'
import { changes } from '@/server/platform/realtime'

interface Ending {
  resolve(): void
  reject(error: Error): void
}

/** Looked at without a notice as well: a run may end before its start has been answered. */
const LOOK_EVERY_MS = 50

/** Tells when runs have ended, as a page of Pawl learns of it: by the announcement, then by the row. */
export function watchRuns(orgId: string): { endOf(runId: string): Promise<void>; stop(): void } {
  const open = new Map<string, Ending>()
  const announced = new Set<string>()
  const stopping = new AbortController()
  let isLooking = false

  const look = async (runIds: Iterable<string>) => {
    for (const runId of runIds) if (open.has(runId)) announced.add(runId)
    if (isLooking) return
    isLooking = true
    try {
      while (announced.size > 0) {
        const asked = [...announced]
        announced.clear()
        await settle(orgId, open, asked)
      }
    } finally {
      isLooking = false
    }
  }
  const lookSafely = (runIds: Iterable<string>) =>
    void look(runIds).catch((error: unknown) => {
      for (const { reject } of open.values())
        reject(error instanceof Error ? error : new Error(String(error)))
      open.clear()
    })
  void (async () => {
    for await (const change of changes(orgId, stopping.signal))
      lookSafely(change ? Object.keys(change.runs) : open.keys())
  })()
  const timer = setInterval(() => lookSafely(open.keys()), LOOK_EVERY_MS)

  return {
    endOf: (runId) =>
      new Promise((resolve, reject) => {
        open.set(runId, { resolve, reject })
      }),
    stop() {
      clearInterval(timer)
      stopping.abort()
    },
  }
}

/** One by one in Postgres: a list of ids would be looked up by whatever index seemed good while tables were empty. */
async function settle(orgId: string, open: Map<string, Ending>, runIds: string[]): Promise<void> {
  const { rows } = await tenantPool(orgId).query<{ id: string; status: string }>({
    name: 'bench_ended',
    text: `SELECT run.id, run.status
             FROM unnest($1::text[]) AS asked (id), LATERAL (SELECT * FROM "Run" WHERE id = asked.id OFFSET 0) run
            WHERE run.status IN ('succeeded', 'failed', 'cancelled', 'timed_out')`,
    values: [runIds],
  })
  for (const { id, status } of rows) {
    const ending = open.get(id)
    open.delete(id)
    if (status === 'succeeded') ending?.resolve()
    else ending?.reject(new Error(`Run ${id} ended as ${status}.`))
  }
}
