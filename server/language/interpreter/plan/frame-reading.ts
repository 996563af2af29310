import type { StepState } from '../../contracts'
import type { PlanFrame, PlanNode, Settlement, SlotResult } from './plan-node'

/** The path of a container's list: `charges.card`, `sweep[3]`. */
export function slotPath(node: PlanNode, slot: number): string {
  return node.step.kind === 'forEach'
    ? `${node.path}[${slot}]`
    : `${node.path}.${node.step.branches?.[slot]?.name}`
}

/** How a list ended that has nothing open any more. */
export function frameResult(frame: PlanFrame): SlotResult {
  if (frame.failure) return { kind: 'failed', error: frame.failure }
  if (frame.unsettled > 0 || frame.hasCancelled) return { kind: 'cancelled' }
  return { kind: 'completed', output: frame.nodes.at(-1)?.output ?? null }
}

/** The end that a settled step's row shows. */
export function settlementOf(state: StepState): Settlement {
  if (state.status === 'succeeded') return { status: 'succeeded', output: state.output ?? null }
  if (state.status === 'skipped') return { status: 'skipped' }
  if (state.status !== 'failed') return { status: 'cancelled' }
  const error = state.error ?? { code: 'unknown', message: 'The step failed.', path: state.path }
  return { status: 'failed', error, continued: state.continued ?? false }
}

export function decrement(counts: number[], position: number): void {
  counts[position] = (counts[position] ?? 0) - 1
}
