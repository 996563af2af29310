import { engineFigures, type Figure } from '@/server/platform/metrics'
import { usedEngine } from './report'
import { type Backlog, readBacklog } from './store'
import { within } from './within'

const LIMIT_MS = 5_000

/** What the database knows of all processes, and what this one's engine counts. */
export async function instanceFigures(): Promise<Figure[]> {
  const engine = usedEngine()
  const backlog = await within(readBacklog(), LIMIT_MS, 'The database took too long.').catch(() => undefined)
  return [
    gauge('pawl_up', 'Whether this process reaches the database.', backlog ? 1 : 0),
    {
      name: 'pawl_engine_info',
      help: 'Which engine calls the functions: embedded or inngest.',
      type: 'gauge',
      value: 1,
      labels: { engine },
    },
    ...(backlog ? backlogFigures(backlog, engine) : []),
    ...engineFigures(),
  ]
}

function backlogFigures(backlog: Backlog, engine: 'embedded' | 'inngest'): Figure[] {
  const outbox = [
    gauge('pawl_outbox_depth', 'Events that the relay is to tell the engine.', backlog.outboxDepth),
    gauge(
      'pawl_outbox_oldest_seconds',
      'How long the oldest of them has waited.',
      backlog.oldestOutboxSeconds,
    ),
  ]
  if (engine === 'inngest') return outbox
  return [
    gauge('pawl_engine_queue_depth', 'Calls that are due and not taken yet.', backlog.queueDepth),
    gauge(
      'pawl_engine_oldest_due_seconds',
      'How long the oldest of them has been due.',
      backlog.oldestDueSeconds,
    ),
    gauge('pawl_engine_calls_taken', 'Calls that any process has under way.', backlog.callsTaken),
    gauge('pawl_engine_waits', 'Timers, approvals and events that runs wait for.', backlog.waits),
    gauge('pawl_engine_workers', 'Worker processes whose lease is fresh.', backlog.workersAlive),
    gauge('pawl_engine_workers_silent', 'Worker processes that stopped answering.', backlog.workersSilent),
    ...outbox,
  ]
}

function gauge(name: string, help: string, value: number): Figure {
  return { name, help, type: 'gauge', value }
}
