import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { OpenContainer, PlanNode, SlotResult } from './plan-node'

/** How a container ends once none of its lists is open. */
export function containerResult(node: PlanNode, container: OpenContainer): SlotResult {
  const { spec, results } = container
  if (container.failure) return { kind: 'failed', error: container.failure }
  if (spec.kind === 'parallel' && spec.join === 'any') {
    if (results.some((result) => result?.kind === 'completed')) return completed(node, container)
    const failed = results.find((result) => result?.kind === 'failed')
    return failed ?? (results.length === 0 ? completed(node, container) : { kind: 'cancelled' })
  }
  const isWhole = results.every((result) => result !== undefined && result.kind !== 'cancelled')
  return isWhole ? completed(node, container) : { kind: 'cancelled' }
}

/** Whether one list's end ends the others too: `drain` lets running steps finish, `abort` does not. */
export function effectOnOthers(container: OpenContainer, result: SlotResult): 'none' | 'drain' | 'abort' {
  const { spec } = container
  if (spec.kind === 'forEach')
    return result.kind === 'failed' && spec.onItemError === 'fail' ? 'drain' : 'none'
  if (spec.join === 'any') return result.kind === 'completed' ? 'abort' : 'none'
  return result.kind === 'failed' && spec.join === 'all' ? 'drain' : 'none'
}

function completed(node: PlanNode, { spec, results }: OpenContainer): SlotResult {
  if (spec.kind === 'forEach') return { kind: 'completed', output: results.map(outputOf) }
  const output: JsonObject = {}
  for (const [slot, branch] of (node.step.branches ?? []).entries()) {
    const result = results[slot]
    if (!result || (spec.join === 'any' && result.kind !== 'completed')) continue
    output[branch.name] = outputOf(result)
  }
  return { kind: 'completed', output }
}

function outputOf(result: SlotResult | undefined): JsonValue {
  if (result?.kind === 'completed') return result.output
  if (result?.kind === 'failed') return { error: { code: result.error.code, message: result.error.message } }
  return null
}
