import type { StepState } from '../../contracts'
import type { PlanFrame, Settlement, SlotResult } from './plan-node'

/** How a list ended that has nothing open any more. */
export function frameResult(frame: PlanFrame): SlotResult {
  if (frame.failure) return { kind: 'failed', error: frame.failure }
  if (frame.unsettled > 0 || frame.hasCancelled) return { kind: 'cancelled' }
  return { kind: 'completed', output: frame.nodes.at(-1)?.output ?? null }
}

/** The end that a settled step's row shows. */
export function settlementOf(state: StepState): Settlement {
  switch (state.status) {
    case 'succeeded':
      return { status: 'succeeded', output: state.output ?? null }
    case 'skipped':
    case 'rolled_back':
      return { status: state.status }
    case 'failed': {
      const error = state.error ?? { code: 'unknown', message: 'The step failed.', path: state.path }
      const continued = state.continued ?? false
      return {
        status: 'failed',
        error,
        continued,
        ...(state.output === undefined ? {} : { output: state.output }),
      }
    }
    default:
      return { status: 'cancelled' }
  }
}

/** The lists that the log knows, and how far each container's numbered ones reach. */
export function knownLists(states: Iterable<StepState>): {
  paths: Set<string>
  lastSlot: Map<string, number>
} {
  const paths = new Set<string>()
  const lastSlot = new Map<string, number>()
  for (const { path } of states) {
    const list = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    if (paths.has(list)) continue
    paths.add(list)
    const [, container, slot] = /^(.*)\[(\d+)\]$/.exec(list) ?? []
    if (container !== undefined) lastSlot.set(container, Math.max(lastSlot.get(container) ?? 0, Number(slot)))
  }
  return { paths, lastSlot }
}

export function decrement(counts: number[], position: number): void {
  counts[position] = (counts[position] ?? 0) - 1
}
