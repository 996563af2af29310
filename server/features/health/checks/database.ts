import { systemPool } from '@/server/platform/db'
import { gradeOf } from '../rules'
import type { HealthCheck } from '../schema'
import { within } from '../within'

const LIMIT_MS = 3_000
const SLOW_FROM_MS = 250

/** Whether Postgres answers, and how fast. */
export async function checkDatabase(): Promise<HealthCheck> {
  const startedMs = performance.now()
  try {
    await within(systemPool().query('SELECT 1'), LIMIT_MS, `No answer within ${LIMIT_MS / 1_000} s.`)
  } catch (error) {
    const reason = reasonOf(error)
    return {
      name: 'database',
      status: 'failing',
      message: `Postgres does not answer (${reason}). Check that it runs and that DATABASE_URL reaches it.`,
      figures: { latencyMs: null },
    }
  }
  const latencyMs = Math.round((performance.now() - startedMs) * 100) / 100
  const status = gradeOf(latencyMs, SLOW_FROM_MS, Number.POSITIVE_INFINITY)
  const message =
    status === 'ok'
      ? 'Postgres answers.'
      : 'Postgres answers slowly. Look at its load, its disk and the way to it.'
  return { name: 'database', status, message, figures: { latencyMs } }
}

/** Without addresses and passwords: a health page is read by monitoring, too. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return code ?? error.message.replace(/\.$/, '')
}
