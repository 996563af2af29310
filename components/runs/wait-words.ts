import type { WaitView } from '@/server/kernel/run-view'

const TITLES: Record<WaitView['kind'], string> = {
  timer: 'Waits for time to pass',
  delay: 'Waits before it starts',
  retry: 'Pauses before the next attempt',
  approval: 'Waits for a decision',
  event: 'Waits for an event',
  child: 'Waits for another run',
  slot: 'Waits for its turn',
}

const PAST: Record<WaitView['kind'], string> = {
  timer: 'Waited for time to pass',
  delay: 'Waited before it started',
  retry: 'Paused before the next attempt',
  approval: 'Waited for a decision',
  event: 'Waited for an event',
  child: 'Waited for another run',
  slot: 'Waited for its turn',
}

/** What a step waits for, or waited for. */
export function waitTitle(wait: WaitView): string {
  const title = (wait.to === undefined ? TITLES : PAST)[wait.kind]
  return wait.kind === 'event' && wait.eventName ? `${title} “${wait.eventName}”` : title
}
