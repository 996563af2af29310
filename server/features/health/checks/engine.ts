import { engineCounters } from '@/server/platform/metrics'
import { gradeOf } from '../rules'
import type { HealthCheck } from '../schema'
import type { Backlog } from '../store'

const LATE_FROM_SECONDS = 10
const STUCK_FROM_SECONDS = 60

/** Whether there is somebody to execute runs. */
export function checkWorkers({ workersAlive, workersSilent }: Backlog): HealthCheck {
  const about = { name: 'workers', figures: { alive: workersAlive, silent: workersSilent } }
  if (workersAlive === 0)
    return {
      ...about,
      status: 'failing',
      message: 'No worker runs: no run goes on. Start a process with PAWL_ROLE=worker or all.',
    }
  if (workersSilent > 0)
    return {
      ...about,
      status: 'degraded',
      message:
        'A worker has stopped answering. Others take over its calls within seconds; look why it stopped.',
    }
  return { ...about, status: 'ok', message: `${workersAlive === 1 ? 'A worker runs' : 'Workers run'}.` }
}

/** Whether calls are taken when they are due. */
export function checkQueue({ queueDepth, oldestDueSeconds, callsTaken, waits }: Backlog): HealthCheck {
  const status = gradeOf(oldestDueSeconds, LATE_FROM_SECONDS, STUCK_FROM_SECONDS)
  const figures = { depth: queueDepth, oldestDueSeconds, callsTaken, waits }
  const message =
    status === 'ok'
      ? 'Calls are taken when they are due.'
      : `The oldest call has been due for ${Math.round(oldestDueSeconds)} s. Look at the workers' log and load; more worker processes take more.`
  return { name: 'queue', status, message, figures }
}

/** Whether this process hears of work at once; undefined where it runs no embedded engine. */
export function checkListening(): HealthCheck | undefined {
  const counters = engineCounters()
  if (!counters) return undefined
  const { isListening, inFlight, leasesLost, callsTakenOver, answersStale } = counters
  return {
    name: 'listening',
    status: isListening ? 'ok' : 'degraded',
    message: isListening
      ? 'This process hears of work at once.'
      : 'This process only polls: its LISTEN connection is down and is being opened again. A pooler in transaction mode between Pawl and Postgres does not carry LISTEN.',
    figures: { inFlight, leasesLost, callsTakenOver, answersStale },
  }
}
