import { ERASED, type RunError, type RunEvent, type RunEventType, type RunOutcome } from './run-events'

/** Events whose erasure changes nothing: they hold no value that a workflow or a person gave. */
export const PLAIN_EVENTS: readonly RunEventType[] = [
  'run.queued',
  'run.started',
  'run.paused',
  'run.continued',
  'run.rollbackRequested',
  'run.resumed',
  'step.queued',
  'step.woken',
  'step.interrupted',
  'step.rolledBack',
  'step.skipped',
  'step.cancelled',
  'step.usage',
]

/** What a log keeps of an event once a run's payloads are erased: what happened, where, and with which code. */
export function eraseRunEvent(event: RunEvent, kept: { title: string; tags: string[] }): RunEvent {
  switch (event.type) {
    case 'run.titled':
      return { ...event, ...kept }
    case 'run.cancelRequested':
      return without(event, 'reason')
    case 'run.cancelled':
      return without(event, 'reason')
    case 'run.finishing':
      return { ...event, outcome: eraseOutcome(event.outcome) }
    case 'run.rolledBack':
      return { ...event, ...(event.error && { error: eraseRunError(event.error) }) }
    case 'run.succeeded':
    case 'step.succeeded':
      return { ...event, output: null }
    case 'run.failed':
    case 'step.attemptFailed':
    case 'step.caught':
      return { ...event, error: eraseRunError(event.error) }
    case 'step.failed':
      return {
        ...event,
        error: eraseRunError(event.error),
        ...(event.output !== undefined && { output: null }),
      }
    // A digest tells whoever can guess what was called that they guessed right.
    case 'step.started':
      return { ...without(event, 'callDigest'), input: null }
    case 'step.kept':
      return eraseKept(event)
    case 'step.expanded':
      return { ...event, steps: null }
    // The name of an event may be put together from values.
    case 'step.waiting':
      return { ...event, wait: without(event.wait, 'eventName') }
    case 'step.logged':
      return { ...without(event, 'data'), message: ERASED }
    case 'approval.decided':
      return without(event, 'comment')
    case 'run.queued':
    case 'run.started':
    case 'run.paused':
    case 'run.continued':
    case 'run.rollbackRequested':
    case 'run.resumed':
    case 'step.queued':
    case 'step.woken':
    case 'step.interrupted':
    case 'step.rolledBack':
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

/** How a run's main part ended, without what came of it. */
export function eraseOutcome(outcome: RunOutcome): RunOutcome {
  switch (outcome.status) {
    case 'succeeded':
      return { ...outcome, output: null }
    case 'failed':
      return { ...outcome, error: eraseRunError(outcome.error) }
    case 'cancelled':
      return outcome
  }
}

type Kept = Extract<RunEvent, { type: 'step.kept' }>

function eraseKept(event: Kept): Kept {
  return {
    ...without(event, 'callDigest'),
    ...(event.output !== undefined && { output: null }),
    ...(event.error && { error: eraseRunError(event.error) }),
    ...(event.generated !== undefined && { generated: null }),
  }
}

function without<T extends object, Field extends keyof T>(value: T, field: Field): Omit<T, Field> {
  const { [field]: _, ...rest } = value
  return rest
}

function assertNever(event: never): never {
  throw new Error(`Say in erase-run-event.ts what a log keeps of ${JSON.stringify(event)}.`)
}
