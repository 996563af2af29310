import { ENDED_RUN_STATUSES } from '@/server/kernel/statuses'
import { systemPool } from '@/server/platform/db'
import { logger } from '@/server/platform/logger'
import { instanceShell } from '@/server/platform/shell'

const SWEEP_EVERY_MS = 3_600_000
/** A run that failed may be resumed and find its files again for this long. */
const KEPT_FOR_MS = 7 * 24 * 3_600_000

/**
 * Removes folders of runs that are over, on this machine: each worker has its own, so this is no job of the engine.
 * Returns what stops it.
 */
export function keepRunFoldersTidy(): () => void {
  const sweep = () => {
    instanceShell()
      .sweepWorkspaces(isOpen, KEPT_FOR_MS)
      .catch((error: unknown) => logger.warn({ err: error }, 'Folders of ended runs could not be removed.'))
  }
  sweep()
  const timer = setInterval(sweep, SWEEP_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

async function isOpen(runId: string): Promise<boolean> {
  const { rows } = await systemPool().query('SELECT 1 FROM "Run" WHERE id = $1 AND status <> ALL ($2)', [
    runId,
    [...ENDED_RUN_STATUSES],
  ])
  return rows.length > 0
}
