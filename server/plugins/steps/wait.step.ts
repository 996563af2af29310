import { assertNever } from '@/server/kernel/assert-never'
import type { StepKind, WaitRequest } from '@/server/language/contracts'
import type { WaitConfig } from '@/server/language/definition/kinds'

/** Asks for a time or an event; the interpreter ends the step when it has come. */
export const waitStep: StepKind<WaitConfig> = {
  kind: 'wait',
  run: async ({ config, now }) => ({ kind: 'waiting', wait: waitFor(config, now) }),
}

function waitFor(config: WaitConfig, now: Date): WaitRequest {
  switch (config.kind) {
    case 'for':
      return { kind: 'timer', dueAt: after(now, config.durationMs) }
    case 'until':
      // A time that has passed is due now, and nothing counts how late it is.
      return { kind: 'timer', dueAt: Date.parse(config.at) > now.getTime() ? config.at : now.toISOString() }
    case 'event': {
      const { name, match, timeoutMs, onTimeout } = config
      return {
        kind: 'event',
        eventName: name,
        ...(match !== undefined && { match }),
        ...(timeoutMs !== undefined && { dueAt: after(now, timeoutMs) }),
        onTimeout,
      }
    }
    default:
      return assertNever(config)
  }
}

function after(now: Date, durationMs: number): string {
  return new Date(now.getTime() + durationMs).toISOString()
}
