import { isJsonObject, type JsonObject, type JsonValue } from '@/server/kernel/json'
import type { RunFragment, StepFailure, WaitRequest } from '../../contracts'
import { type CodeConfig, evaluateConfig, parseConfig } from '../../definition'
import { type EvaluationContext, evaluateCondition } from '../../expressions'
import { callOf } from '../plan/container-rules'
import { type ContainerSpec, isContainer } from '../plan/container-spec'
import { isBatch } from '../plan/lists'
import type { PlanNode } from '../plan/plan-node'
import { batchFragment } from './batch-fragment'
import { readCache, takeSlot } from './before-start'
import { withSecretMarkers } from './code-secrets'
import { containerSpec, itemsSpec } from './container-spec-of'
import { scopeOf } from './scope'
import { SENSITIVE } from './sensitive'
import { toStorable } from './storable'
import { withStoredResults } from './stored-results'
import type { WaveContext } from './wave-context'

export type Prepared =
  | { kind: 'skip'; reason: string }
  /** It is its turn, but not yet: its `delay`, or a place under its concurrency limit. */
  | { kind: 'postpone'; wait: WaitRequest }
  | { kind: 'refused'; failure: StepFailure; input: JsonValue }
  /** An earlier run's output stands for this one. */
  | { kind: 'cached'; output: JsonValue; input: JsonValue }
  | { kind: 'open'; spec: ContainerSpec; input: JsonValue }
  | { kind: 'batch'; fragment: RunFragment; input: JsonValue }
  | { kind: 'run'; config: unknown; scope: JsonObject; input: JsonValue }

/** Evaluates what a step needs before it starts: its `if` the first time, its place, and its configuration. */
export async function prepareStep(wave: WaveContext, node: PlanNode): Promise<Prepared> {
  const prepared = await evaluated(wave, node)
  return prepared.kind === 'refused' ? { ...prepared, failure: withLine(node, prepared.failure) } : prepared
}

/** What cannot be evaluated points into the document, where the step was written in one. */
function withLine(node: PlanNode, failure: StepFailure): StepFailure {
  const isWritten = !callOf(node) && !node.path.includes('.generated.')
  return isWritten ? { ...failure, details: { ...failure.details, sourceLine: node.step.line } } : failure
}

async function evaluated(wave: WaveContext, node: PlanNode): Promise<Prepared> {
  const { step } = node
  if (isBatch(node)) return prepareBatch(wave, node)
  const scope = await withStoredResults(wave, step, scopeOf(wave.scope(), node.frame))
  const context = evaluationOf(wave, scope)
  if (node.attempt === 0) {
    const early = await beforeFirstAttempt(wave, node, context)
    if (early) return early
  }
  if (step.concurrency && !isContainer(step)) {
    const place = await takeSlot(wave, node, step.concurrency, context)
    if (place) return place
  }
  const fragment = itemsFragmentOf(wave, node)
  const parsed = await evaluate(node, fragment !== undefined, context)
  if (!parsed.ok) return { kind: 'refused', failure: parsed.failure, input: null }
  const input = shownInput(wave, node, parsed.written)
  if (!isContainer(step)) {
    const cached = await readCache(wave, node, context)
    if (cached && 'failure' in cached) return { kind: 'refused', failure: cached.failure, input }
    if (cached) return { kind: 'cached', output: cached.output, input }
    if (step.kind !== 'code') return { kind: 'run', config: parsed.config, scope, input }
    // `evaluateConfig` has parsed it with the schema of `code`.
    const code = parsed.config as CodeConfig
    return { kind: 'run', config: code, scope: withSecretMarkers(wave, code, scope), input }
  }
  if (fragment) return { kind: 'open', spec: itemsSpec(fragment, parsed.config), input }
  const made = await containerSpec(step, parsed.config, context)
  return made.ok
    ? { kind: 'open', spec: made.spec, input }
    : { kind: 'refused', failure: made.failure, input }
}

export function evaluationOf(wave: WaveContext, scope: JsonObject): EvaluationContext {
  return {
    scope,
    sandbox: wave.ports.steps.sandbox,
    orgId: wave.snapshot.orgId,
    secrets: wave.secrets.markers,
  }
}

/** Calls that code made are values all through, and so are the items of a fragment: nothing in them is evaluated. */
function evaluate(node: PlanNode, hasOwnItems: boolean, context: EvaluationContext) {
  const { step } = node
  if (callOf(node)) return parseConfig(step.kind, step.config)
  const config = hasOwnItems && isJsonObject(step.config) ? { ...step.config, items: [] } : step.config
  return evaluateConfig({ ...step, config }, context)
}

/** Where this is the `forEach` of which this run is to do some items. */
function itemsFragmentOf({ snapshot }: WaveContext, { frame }: PlanNode) {
  const { fragment } = snapshot
  return fragment?.kind === 'items' && frame.owner === undefined ? fragment : undefined
}

async function beforeFirstAttempt(
  wave: WaveContext,
  { step, isLogged }: PlanNode,
  context: EvaluationContext,
): Promise<Prepared | undefined> {
  if (step.if !== undefined) {
    const { secrets: _, ...withoutSecrets } = context
    const condition = await evaluateCondition(step.if, withoutSecrets, 'if')
    if (!condition.ok) return { kind: 'refused', failure: condition.failure, input: null }
    if (!condition.value) return { kind: 'skip', reason: `Its condition is not true: ${step.if}` }
  }
  if (step.delayMs === undefined || isLogged) return undefined
  return { kind: 'postpone', wait: { kind: 'delay', dueAt: wave.instantIn(step.delayMs) } }
}

async function prepareBatch(wave: WaveContext, node: PlanNode): Promise<Prepared> {
  const fragment = await batchFragment(wave, node)
  const { offset, items } = fragment
  return { kind: 'batch', fragment, input: { from: offset, to: offset + items.length - 1 } }
}

const MAX_INPUT_BYTES = 256 * 1024
const SHOWN_CHARACTERS = 4_096

/** The evaluated configuration as the log keeps it: without secrets, and not larger than a page can show. */
function shownInput(wave: WaveContext, { step }: PlanNode, config: JsonValue): JsonValue {
  if (step.sensitive) return SENSITIVE
  const stored = toStorable(wave.secrets.mask(config))
  if (!stored.ok) return null
  if (stored.bytes <= MAX_INPUT_BYTES) return stored.value
  return {
    truncated: true,
    bytes: stored.bytes,
    start: JSON.stringify(stored.value).slice(0, SHOWN_CHARACTERS),
  }
}
