import type { PlanNode, SlotResult } from '../plan/plan-node'
import { failStep, handledEndOf, settle, settleCancelled, succeedStep } from './settle-step'
import type { WaveContext } from './wave-context'

/** Records a container all of whose lists are over. */
export function finishContainer(wave: WaveContext, node: PlanNode, result: SlotResult) {
  if (result.kind === 'cancelled') return settleCancelled(wave, node)
  const isHandler = node.container?.spec.kind === 'handler'
  if (isHandler && node.error) {
    if (result.kind === 'completed') return settle(wave, node, handledEndOf(node, node.error, result.output))
    const { code, message, path } = result.error
    const details = { ...node.error.details, onError: { code, message, path: path ?? null } }
    return failStep(wave, node, { ...node.error, details })
  }
  if (result.kind === 'failed') return failStep(wave, node, result.error)
  succeedStep(wave, node, result.output)
}
