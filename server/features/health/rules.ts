import type { HealthCheck, HealthStatus } from './schema'

const RANK: Record<HealthStatus, number> = { ok: 0, degraded: 1, failing: 2 }

/** As healthy as the least healthy of them. */
export function worstOf(checks: readonly HealthCheck[]): HealthStatus {
  return checks.reduce<HealthStatus>(
    (worst, { status }) => (RANK[status] > RANK[worst] ? status : worst),
    'ok',
  )
}

/** `ok` below the first bound, `failing` from the second on. */
export function gradeOf(value: number, degradedFrom: number, failingFrom: number): HealthStatus {
  if (value >= failingFrom) return 'failing'
  return value >= degradedFrom ? 'degraded' : 'ok'
}
