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
  const stopping = new AbortController()
  let isLooking = false
  let isWanted = false

  const look = async () => {
    isWanted = true
    if (isLooking) return
    isLooking = true
    while (isWanted && open.size > 0) {
      isWanted = false
      await settle(orgId, open)
    }
    isLooking = false
  }
  const lookSafely = () =>
    void look().catch((error: unknown) => {
      isLooking = false
      for (const { reject } of open.values())
        reject(error instanceof Error ? error : new Error(String(error)))
      open.clear()
    })
  void (async () => {
    for await (const _ of changes(orgId, stopping.signal)) lookSafely()
  })()
  const timer = setInterval(lookSafely, LOOK_EVERY_MS)

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

async function settle(orgId: string, open: Map<string, Ending>): Promise<void> {
  const { rows } = await tenantPool(orgId).query<{ id: string; status: string }>({
    name: 'bench_ended',
    text: `SELECT id, status FROM "Run" WHERE id = ANY ($1) AND status IN ('succeeded', 'failed', 'cancelled', 'timed_out')`,
    values: [[...open.keys()]],
  })
  for (const { id, status } of rows) {
    const ending = open.get(id)
    open.delete(id)
    if (status === 'succeeded') ending?.resolve()
    else ending?.reject(new Error(`Run ${id} ended as ${status}.`))
  }
}
