import { assertNever } from '@/server/kernel/assert-never'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { CodeCall, Step } from '../../contracts'
import { callStep } from './call-step'
import { type ContainerSpec, ITEMS_PER_BATCH } from './container-spec'
import type { OpenContainer, PlanNode, SlotResult } from './plan-node'

/** How many lists a container has from its beginning; loops and calls grow. */
export function slotCount(node: PlanNode, spec: ContainerSpec): number {
  switch (spec.kind) {
    case 'parallel':
    case 'switch':
      return node.step.branches?.length ?? 0
    case 'forEach':
      return spec.items.length
    case 'batches':
      return Math.ceil(spec.items.length / ITEMS_PER_BATCH)
    case 'rollback':
      return spec.targets.length
    case 'calls':
      return spec.calls.length
    case 'handler':
    case 'generated':
      return 1
    case 'loop':
      return 0
    default:
      return assertNever(spec)
  }
}

/** The path of one of its lists: `charges.card`, `sweep[3]`, `poll[0]`, `charge.onError`. */
export function slotPath(node: PlanNode, spec: ContainerSpec, slot: number): string {
  switch (spec.kind) {
    case 'parallel':
    case 'switch':
      return `${node.path}.${node.step.branches?.[slot]?.name}`
    case 'forEach':
    case 'loop':
    case 'batches':
      return `${node.path}[${slot}]`
    case 'handler':
      return `${node.path}.onError`
    case 'generated':
      return `${node.path}.generated`
    case 'calls':
      return node.path
    case 'rollback':
      return spec.targets[slot]?.path ?? ''
    default:
      return assertNever(spec)
  }
}

/** The steps of one of its lists. */
export function slotSteps(node: PlanNode, spec: ContainerSpec, slot: number): readonly Step[] {
  switch (spec.kind) {
    case 'parallel':
    case 'switch':
      return node.step.branches?.[slot]?.steps ?? []
    case 'forEach':
    case 'loop':
      return node.step.body ?? []
    case 'batches':
      return batchOf(node.step)
    case 'handler':
      return node.step.handler ?? []
    case 'generated':
      return node.generated ?? []
    case 'calls': {
      const call = spec.calls[slot]
      return call ? [callStep(call, node.step)] : []
    }
    case 'rollback': {
      const target = spec.targets[slot]
      return target ? [target.undo] : []
    }
    default:
      return assertNever(spec)
  }
}

/** The call of code that this step is. */
export function callOf({ frame }: PlanNode): CodeCall | undefined {
  const spec = frame.owner?.container?.spec
  return spec?.kind === 'calls' ? spec.calls[frame.slot] : undefined
}

/** Names that expressions see inside one of its lists, besides steps. */
export function slotScope(container: OpenContainer, slot: number): JsonObject {
  const { spec, results } = container
  if (spec.kind === 'forEach') {
    const item = spec.items[slot] ?? null
    return { item, index: spec.offset + slot, [spec.as]: item }
  }
  if (spec.kind === 'loop') return { loop: loopScope(results, slot) }
  if (spec.kind === 'rollback') return spec.targets[slot]?.scope ?? {}
  return {}
}

/** `loop` in the iteration of this index, and in the condition before it. */
export function loopScope(results: readonly (SlotResult | undefined)[], index: number): JsonObject {
  const before = results[index - 1]
  return { index, previous: before?.kind === 'completed' ? before.output : null }
}

/** How many of its lists run at once. */
export function slotConcurrency(spec: ContainerSpec): number {
  if (spec.kind === 'loop' || spec.kind === 'rollback') return 1
  return 'maxConcurrency' in spec ? spec.maxConcurrency : Number.POSITIVE_INFINITY
}

/** Whether one list's end ends the others too: `drain` lets running steps finish, `abort` does not. */
export function effectOnOthers({ spec }: OpenContainer, result: SlotResult): 'none' | 'drain' | 'abort' {
  const hasFailed = result.kind === 'failed'
  switch (spec.kind) {
    case 'forEach':
    case 'batches':
      return hasFailed && spec.onItemError === 'fail' ? 'drain' : 'none'
    case 'parallel':
      if (spec.join === 'any') return result.kind === 'completed' ? 'abort' : 'none'
      return hasFailed && spec.join === 'all' ? 'drain' : 'none'
    case 'calls':
      return 'none'
    default:
      return hasFailed ? 'drain' : 'none'
  }
}

/** How a container ends once none of its lists is open. */
export function containerResult(node: PlanNode, container: OpenContainer): SlotResult {
  const { spec, results } = container
  if (container.failure) return { kind: 'failed', error: container.failure }
  if (spec.kind === 'parallel' && spec.join === 'any') {
    if (results.some((result) => result?.kind === 'completed')) return completed(node, container)
    const failed = results.find((result) => result?.kind === 'failed')
    return failed ?? (results.length === 0 ? completed(node, container) : { kind: 'cancelled' })
  }
  const isCancelled = results.some((result) => result?.kind === 'cancelled')
  return isWhole(container) && !isCancelled ? completed(node, container) : { kind: 'cancelled' }
}

function isWhole({ spec, results, isGrowing }: OpenContainer): boolean {
  if (spec.kind === 'loop') return !isGrowing
  if (spec.kind === 'switch') return spec.slot === undefined || results[spec.slot] !== undefined
  return results.every((result) => result !== undefined)
}

function completed(node: PlanNode, { spec, results, count }: OpenContainer): SlotResult {
  switch (spec.kind) {
    case 'forEach':
      return { kind: 'completed', output: results.map(outputOf) }
    case 'batches':
      return { kind: 'completed', output: results.flatMap((result) => listOf(outputOf(result))) }
    case 'parallel':
      return { kind: 'completed', output: branchOutputs(node, spec.join, results) }
    case 'loop':
      return { kind: 'completed', output: { iterations: count, last: outputOf(results[count - 1]) } }
    case 'switch':
      return { kind: 'completed', output: spec.slot === undefined ? null : outputOf(results[spec.slot]) }
    case 'handler':
    case 'generated':
      return { kind: 'completed', output: outputOf(results[0]) }
    case 'calls':
    case 'rollback':
      return { kind: 'completed', output: null }
    default:
      return assertNever(spec)
  }
}

function branchOutputs(
  node: PlanNode,
  join: 'all' | 'any' | 'settled',
  results: OpenContainer['results'],
): JsonObject {
  const output: JsonObject = {}
  for (const [slot, branch] of (node.step.branches ?? []).entries()) {
    const result = results[slot]
    if (!result || (join === 'any' && result.kind !== 'completed')) continue
    output[branch.name] = outputOf(result)
  }
  return output
}

function outputOf(result: SlotResult | undefined): JsonValue {
  if (result?.kind === 'completed') return result.output
  if (result?.kind === 'failed') return { error: { code: result.error.code, message: result.error.message } }
  return null
}

function listOf(output: JsonValue): JsonValue[] {
  return Array.isArray(output) ? output : [output]
}

/** The one step of a batch: it stands for the child run. */
function batchOf(step: Step): Step[] {
  const known = batches.get(step)
  if (known) return known
  const batch: Step = {
    id: 'batch',
    kind: 'forEach',
    config: {},
    needs: [],
    retry: { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false },
    onError: 'fail',
    line: step.line,
  }
  batches.set(step, [batch])
  return [batch]
}

const batches = new WeakMap<Step, Step[]>()
