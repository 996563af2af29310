import { gradeOf } from '../rules'
import type { HealthCheck } from '../schema'
import type { Backlog } from '../store'

const LATE_FROM_SECONDS = 10
const STUCK_FROM_SECONDS = 60

/** Whether the relay tells the engine what it should. */
export function checkOutbox({ outboxDepth, oldestOutboxSeconds }: Backlog): HealthCheck {
  const status = gradeOf(oldestOutboxSeconds, LATE_FROM_SECONDS, STUCK_FROM_SECONDS)
  const message =
    status === 'ok'
      ? 'What the engine should know is told in time.'
      : `The oldest entry has waited for ${Math.round(oldestOutboxSeconds)} s. Look whether a worker runs and whether it reaches the engine; its log says why.`
  return {
    name: 'outbox',
    status,
    message,
    figures: { depth: outboxDepth, oldestSeconds: oldestOutboxSeconds },
  }
}
