import type { RunEvent } from '@/server/kernel/run-events'
import type { RunStatus } from '@/server/kernel/statuses'
import type { Projection } from './projection'

/** What an event of the run itself changes. */
export function projectRunEvent(projection: Projection, event: RunEvent): void {
  const { run } = projection
  switch (event.type) {
    case 'run.started':
      run.startedAt = true
      run.status = 'running'
      return
    case 'run.titled':
      run.title = event.title
      run.tags = event.tags
      return
    case 'run.paused':
    case 'run.continued':
      run.isPaused = event.type === 'run.paused'
      return
    case 'run.finishing':
      run.phase = event.phase
      run.outcome = event.outcome
      return
    case 'run.resumed':
      run.restart = { phase: 'main', generation: event.generation }
      projection.forgotten.push(...event.reset)
      return
    case 'run.rollbackRequested':
      run.restart = { phase: 'rollback', generation: event.generation }
      projection.forgotten.push(...event.reset)
      return
    case 'run.succeeded':
      run.output = event.output
      end(projection, 'succeeded')
      return
    case 'run.failed':
      run.error = event.error
      end(projection, 'failed')
      return
    case 'run.cancelled':
      end(projection, 'cancelled')
      return
    case 'run.rolledBack':
      if (event.error) run.error = event.error
      end(projection, 'rolled_back')
      return
    default:
  }
}

function end(projection: Projection, status: RunStatus): void {
  projection.run.status = status
  projection.ended = true
}
