import { ERASED, type RunError, type RunEvent, type RunEventType } from './run-events'

/** Events whose erasure changes nothing: they hold no value that a workflow or a person gave. */
export const PLAIN_EVENTS: readonly RunEventType[] = [
  'run.queued',
  'run.started',
  'run.resumed',
  'step.waiting',
  'step.woken',
  'step.interrupted',
  'step.skipped',
  'step.cancelled',
  'step.usage',
]

/** What a log keeps of an event once a run's payloads are erased: what happened, where, and with which code. */
export function eraseRunEvent(event: RunEvent, kept: { title: string; tags: string[] }): RunEvent {
  switch (event.type) {
    case 'run.titled':
      return { ...event, ...kept }
    case 'run.cancelRequested': {
      const { reason: _, ...rest } = event
      return rest
    }
    case 'run.cancelled': {
      const { reason: _, ...rest } = event
      return rest
    }
    case 'run.succeeded':
    case 'step.succeeded':
      return { ...event, output: null }
    case 'run.failed':
    case 'step.attemptFailed':
    case 'step.failed':
      return { ...event, error: eraseRunError(event.error) }
    case 'step.started':
      return { ...event, input: null }
    case 'step.logged': {
      const { data: _, ...rest } = event
      return { ...rest, message: ERASED }
    }
    case 'approval.decided': {
      const { comment: _, ...rest } = event
      return rest
    }
    case 'run.queued':
    case 'run.started':
    case 'run.resumed':
    case 'step.waiting':
    case 'step.woken':
    case 'step.interrupted':
    case 'step.skipped':
    case 'step.cancelled':
    case 'step.usage':
      return event
    default:
      return assertNever(event)
  }
}

/** The code and the place stay: why a run failed can still be counted. */
export function eraseRunError({ code, path }: RunError): RunError {
  return { code, message: ERASED, ...(path !== undefined && { path }) }
}

function assertNever(event: never): never {
  throw new Error(`Say in erase-run-event.ts what a log keeps of ${JSON.stringify(event)}.`)
}
