import type { StepKind } from '@/server/language/contracts'
import type { WaitConfig } from '@/server/language/definition/kinds'

/** Asks for a timer; the interpreter ends the step when it is due. */
export const waitStep: StepKind<WaitConfig> = {
  kind: 'wait',
  run: async ({ config, now }) => ({
    kind: 'waiting',
    wait: { kind: 'timer', dueAt: new Date(now.getTime() + config.durationMs).toISOString() },
  }),
}
