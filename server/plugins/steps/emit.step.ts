import type { StepKind } from '@/server/language/contracts'
import type { EmitConfig } from '@/server/language/definition/kinds'
import { callerOf } from './step-caller'

/** Emits an event of the project; an attempt that is repeated emits it only once. */
export const emitStep: StepKind<EmitConfig> = {
  kind: 'emit',
  async run(context) {
    const { name, data } = context.config
    const event = await context.ports.events.emit(callerOf(context), { name, data })
    return { kind: 'succeeded', output: { id: event.id, name: event.name, at: event.at } }
  },
}
