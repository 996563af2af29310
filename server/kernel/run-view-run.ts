import type { LoggedRunEvent, RunOutcome } from './run-events'
import type { RunView } from './run-view-shape'

export type RunLevelEvent = Extract<LoggedRunEvent, { type: `run.${string}` }>

const NOTHING: readonly string[] = []

/** Changes a view by what happened to the run as a whole. Gives the paths of steps that will run again. */
export function applyToRun(view: RunView, event: RunLevelEvent): readonly string[] {
  switch (event.type) {
    case 'run.queued':
      view.queuedAt = event.at
      if (event.parent) view.parent = event.parent
      if (event.replayOf) view.replayOf = event.replayOf
      return NOTHING
    case 'run.started':
      Object.assign(view, { status: 'running', startedAt: event.at })
      return NOTHING
    case 'run.titled':
      Object.assign(view, { title: event.title, tags: event.tags })
      return NOTHING
    case 'run.cancelRequested':
      view.isCancelRequested = true
      if (event.isForced) view.isCancelForced = true
      if (event.reason !== undefined) view.cancelReason = event.reason
      return NOTHING
    case 'run.paused':
      Object.assign(view, { pausedAt: event.at, pausedBy: event.by })
      return NOTHING
    case 'run.continued':
      goOn(view)
      return NOTHING
    case 'run.finishing':
      Object.assign(view, { phase: event.phase, outcome: event.outcome })
      return NOTHING
    case 'run.resumed':
      delete view.outcome
      delete view.error
      delete view.output
      return reopen(view, 'main', event)
    case 'run.rollbackRequested':
      view.outcome ??= outcomeOf(view)
      delete view.error
      return reopen(view, 'rollback', event)
    default:
      end(view, event)
      return NOTHING
  }
}

type EndEvent = Extract<
  RunLevelEvent,
  { type: 'run.succeeded' | 'run.failed' | 'run.cancelled' | 'run.rolledBack' }
>

function end(view: RunView, event: EndEvent): void {
  view.endedAt = event.at
  goOn(view)
  switch (event.type) {
    case 'run.succeeded':
      Object.assign(view, { status: 'succeeded', output: event.output })
      return
    case 'run.failed':
      Object.assign(view, { status: 'failed', error: event.error })
      return
    case 'run.cancelled':
      view.status = 'cancelled'
      if (event.reason !== undefined) view.cancelReason = event.reason
      return
    case 'run.rolledBack':
      view.status = 'rolled_back'
      view.phase = 'rollback'
      if (event.error) view.error = event.error
  }
}

function goOn(view: RunView): void {
  delete view.pausedAt
  delete view.pausedBy
}

function reopen(
  view: RunView,
  phase: RunView['phase'],
  { generation, reset }: { generation: number; reset: readonly string[] },
): readonly string[] {
  Object.assign(view, {
    status: 'queued',
    generation,
    phase,
    isCancelRequested: false,
    isCancelForced: false,
  })
  for (const field of ['endedAt', 'startedAt', 'cancelReason'] as const) delete view[field]
  goOn(view)
  return reset
}

/** How an ended run ended, where no event said so before `finally` or rollback. */
function outcomeOf({ status, output, error }: RunView): RunOutcome {
  if (status === 'failed')
    return { status, error: error ?? { code: 'unknown', message: 'No reason was recorded.' } }
  return status === 'succeeded' ? { status, output: output ?? null } : { status: 'cancelled' }
}
