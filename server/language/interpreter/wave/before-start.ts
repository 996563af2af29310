import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { JsonValue } from '@/server/kernel/json'
import type { Step, StepFailure } from '../../contracts'
import { canonical } from '../../definition/json-schema'
import { type EvaluationContext, evaluateText, evaluateValue } from '../../expressions'
import type { PlanNode } from '../plan/plan-node'
import type { Prepared } from './prepare-step'
import type { WaveContext } from './wave-context'

/** Takes the step's place under its limit. `undefined`: it has one and may start. */
export async function takeSlot(
  wave: WaveContext,
  { path }: PlanNode,
  { key, limit }: NonNullable<Step['concurrency']>,
  context: EvaluationContext,
): Promise<Prepared | undefined> {
  const evaluated = await evaluateText(key, context, 'concurrency.key')
  if (!evaluated.ok) return { kind: 'refused', failure: evaluated.failure, input: null }
  const { orgId, projectId, runId } = wave.snapshot
  const slot = { key: `step:${textOf(evaluated.value)}`, limit }
  const place = await wave.ports.steps.slots.take({ orgId, projectId, runId, path }, slot)
  return place === 'held' ? undefined : { kind: 'postpone', wait: { kind: 'slot' } }
}

/** The output that an earlier run kept. Remembers the key, under which this step's own output will be kept. */
export async function readCache(
  wave: WaveContext,
  node: PlanNode,
  context: EvaluationContext,
): Promise<{ output: JsonValue } | { failure: StepFailure } | undefined> {
  const { cache } = node.step
  if (!cache) return undefined
  const evaluated = await evaluateValue(cache.key, context, 'cache.key')
  if (!evaluated.ok) return { failure: evaluated.failure }
  const { orgId, projectId, definition } = wave.snapshot
  node.cacheKey = digestOf([definition.name, withoutIndexes(node.path), evaluated.value])
  if (node.attempt > 0) return undefined
  const output = await wave.ports.steps.cache.read({ orgId, projectId }, node.cacheKey)
  return output === undefined ? undefined : { output }
}

function digestOf(value: JsonValue): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(value))))
}

/** Items of one loop share what they keep. */
function withoutIndexes(path: string): string {
  return path.replaceAll(/\[\d+\]/g, '[]')
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
