/** `degraded`: it works, and somebody should look. `failing`: it does not. */
export type HealthStatus = 'ok' | 'degraded' | 'failing'

/** One thing that Pawl needs. */
export interface HealthCheck {
  name: string
  status: HealthStatus
  /** What is seen, and what to do where something is to be done. */
  message: string
  figures?: Record<string, number | string | boolean | null>
}

export interface HealthReport {
  status: HealthStatus
  version: string
  /** Who calls our functions. */
  engine: 'embedded' | 'inngest'
  role: 'all' | 'web' | 'worker'
  uptimeSeconds: number
  checks: HealthCheck[]
}
