import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { Step, StepFailure } from '../../contracts'
import { evaluateConfig, forEachKind, parallelKind } from '../../definition'
import { type EvaluationContext, evaluateCondition } from '../../expressions'
import { type ContainerSpec, forEachSpec, isContainer, parallelSpec } from '../plan/container-spec'
import type { PlanNode } from '../plan/plan-node'
import { scopeOf } from './scope'
import { toStorable } from './storable'
import type { WaveContext } from './wave-context'

export type Prepared =
  | { kind: 'skip'; reason: string }
  | { kind: 'refused'; failure: StepFailure; input: JsonValue }
  | { kind: 'open'; spec: ContainerSpec; input: JsonValue }
  | { kind: 'run'; config: unknown; scope: JsonObject; input: JsonValue }

/** Evaluates what a step needs before it starts: its `if` the first time, and its configuration. */
export async function prepareStep(wave: WaveContext, node: PlanNode): Promise<Prepared> {
  const { step } = node
  const scope = scopeOf(wave.baseScope, node.frame)
  const context: EvaluationContext = {
    scope,
    sandbox: wave.ports.steps.sandbox,
    orgId: wave.snapshot.orgId,
    secrets: wave.secrets.markers,
  }
  if (step.if !== undefined && node.attempt === 0) {
    const { secrets: _, ...withoutSecrets } = context
    const condition = await evaluateCondition(step.if, withoutSecrets, 'if')
    if (!condition.ok) return { kind: 'refused', failure: condition.failure, input: null }
    if (!condition.value) return { kind: 'skip', reason: `Its condition is not true: ${step.if}` }
  }
  const evaluated = await evaluateConfig(step, context)
  if (!evaluated.ok) return { kind: 'refused', failure: evaluated.failure, input: null }
  const input = shownInput(wave, evaluated.written)
  if (!isContainer(step)) return { kind: 'run', config: evaluated.config, scope, input }
  return { kind: 'open', spec: specOf(step, evaluated.written), input }
}

/** `written` fits its kind's schema: `evaluateConfig` has just checked it. */
function specOf(step: Step, written: JsonValue): ContainerSpec {
  return step.kind === 'forEach'
    ? forEachSpec(forEachKind.runSchema.parse(written))
    : parallelSpec(parallelKind.runSchema.parse(written))
}

const MAX_INPUT_BYTES = 256 * 1024
const SHOWN_CHARACTERS = 4_096

/** The evaluated configuration as the log keeps it: without secrets, and not larger than a page can show. */
function shownInput(wave: WaveContext, config: JsonValue): JsonValue {
  const stored = toStorable(wave.secrets.mask(config))
  if (!stored.ok) return null
  if (stored.bytes <= MAX_INPUT_BYTES) return stored.value
  return {
    truncated: true,
    bytes: stored.bytes,
    start: JSON.stringify(stored.value).slice(0, SHOWN_CHARACTERS),
  }
}
