import type { JsonValue } from '@/server/kernel/json'
import type { RunError } from '@/server/kernel/run-events'
import type { CodeAnswer, CommitItem, StepFailure } from '../../contracts'
import { callOf } from '../plan/container-rules'
import type { PlanNode, Settlement } from '../plan/plan-node'
import { checkOutput } from './check-output'
import { SENSITIVE } from './sensitive'
import { storableText } from './storable'
import type { WaveContext } from './wave-context'

/** How a step ends, as the log tells it and as the plan takes it. */
export interface StepEnd {
  events: CommitItem[]
  settlement: Settlement
}

type Success = { ok: true; end: StepEnd } | { ok: false; failure: StepFailure }

/**
 * The end with this result, if it is one that can be kept; otherwise why not. At once, unless the result is one
 * that has to be stored apart first.
 */
export function successOf(wave: WaveContext, node: PlanNode, result: unknown): Success | Promise<Success> {
  const { step } = node
  const checked = checkOutput(step, result)
  if (!checked.ok) return checked
  const kept = wave.stored.keep(wave.secrets.mask(checked.output), checked.bytes, step.sensitive ?? false)
  return kept instanceof Promise
    ? kept.then((output) => ({ ok: true, end: succeededWith(wave, node, output) }))
    : { ok: true, end: succeededWith(wave, node, kept) }
}

/** The end with a result that an earlier run kept. */
export function cachedEndOf(node: PlanNode, output: JsonValue): StepEnd {
  const event: CommitItem = {
    type: 'step.succeeded',
    path: node.path,
    attempt: attemptOf(node),
    output,
    isCached: true,
  }
  return { events: [event], settlement: { status: 'succeeded', output } }
}

export function failureEndOf(wave: WaveContext, node: PlanNode, failure: StepFailure | RunError): StepEnd {
  const error = runErrorOf(wave, node, failure)
  const continued = node.step.onError === 'continue'
  return failedWith(node, { error, continued })
}

/** The end of a step whose `onError` steps succeeded: the failure stays visible, their output stands for its own. */
export function handledEndOf(node: PlanNode, error: RunError, output: JsonValue): StepEnd {
  return failedWith(node, { error, continued: true, output })
}

/** An error as it is kept: masked, and with the path of the step where it happened. */
export function runErrorOf(wave: WaveContext, node: PlanNode, failure: StepFailure | RunError): RunError {
  const { code, message, details } = failure
  const path = 'path' in failure && failure.path !== undefined ? failure.path : node.path
  const isHidden = node.step.sensitive === true && path === node.path
  const kept = { message: storableText(message), ...(details && !isHidden ? { details } : {}) }
  return { code, path, ...wave.secrets.mask(isHidden ? { ...kept, message: hiddenMessage(code) } : kept) }
}

/** Commits a step's end and lets the plan go on at once: what follows goes into the same commit. */
export function settle(wave: WaveContext, node: PlanNode, { events, settlement }: StepEnd) {
  const undone = undoneBy(node, settlement)
  const items =
    undone === undefined ? events : [...events, { type: 'step.rolledBack' as const, path: undone }]
  wave.commits.add(items, callerOf(wave, node, settlement))
  wave.planner.settle(node, settlement)
}

/** Ends a step that gave up: by its `onError` steps where it has any, otherwise for good. */
export function failStep(wave: WaveContext, node: PlanNode, failure: StepFailure | RunError) {
  const { handler, onError } = node.step
  if (onError !== 'handle' || !handler || node.caught || wave.planner.isStopped(node))
    return settle(wave, node, failureEndOf(wave, node, failure))
  const error = runErrorOf(wave, node, failure)
  Object.assign(node, { caught: true, error })
  wave.commits.add([{ type: 'step.caught', path: node.path, attempt: attemptOf(node), error }])
  wave.planner.open(node, { kind: 'handler' })
}

/** Ends a step with a result, or as failed where it is none that can be kept. */
export function succeedStep(wave: WaveContext, node: PlanNode, result: unknown) {
  const end = (success: Success) =>
    success.ok ? settle(wave, node, success.end) : failStep(wave, node, success.failure)
  const success = successOf(wave, node, result)
  if (success instanceof Promise) wave.work(success, end)
  else end(success)
}

export function settleCancelled(wave: WaveContext, node: PlanNode) {
  settle(wave, node, {
    events: [{ type: 'step.cancelled', path: node.path }],
    settlement: { status: 'cancelled' },
  })
}

function succeededWith({ snapshot, instantIn }: WaveContext, node: PlanNode, output: JsonValue): StepEnd {
  const event = { type: 'step.succeeded' as const, path: node.path, attempt: attemptOf(node), output }
  const { cacheKey, step } = node
  const cache =
    cacheKey === undefined || !step.cache
      ? undefined
      : { key: cacheKey, expiresAt: instantIn(step.cache.ttlMs) }
  // Others may not read a result that lives as long as this run.
  const isOwn =
    step.sensitive === true || (typeof output === 'object' && output !== null && '$blob' in output)
  const item: CommitItem = cache && !isOwn && !snapshot.fragment ? { ...event, cache } : event
  return { events: [item], settlement: { status: 'succeeded', output } }
}

function failedWith(
  node: PlanNode,
  { error, continued, output }: { error: RunError; continued: boolean; output?: JsonValue },
): StepEnd {
  const fields = { error, continued, ...(output === undefined ? {} : { output }) }
  return {
    events: [{ type: 'step.failed', path: node.path, attempt: attemptOf(node), ...fields }],
    settlement: { status: 'failed', ...fields },
  }
}

/** Where this was the undo of a step, that step: both are told in one commit. */
function undoneBy({ frame, step }: PlanNode, { status }: Settlement): string | undefined {
  const isUndo = frame.owner?.container?.spec.kind === 'rollback' && step.id === 'undo'
  return isUndo && (status === 'succeeded' || status === 'skipped') ? frame.path : undefined
}

/** Where this was a call that code made: the code goes on once its end is in the log. */
function callerOf(
  wave: WaveContext,
  node: PlanNode,
  settlement: Settlement,
): ((at: string) => void) | undefined {
  const { owner } = node.frame
  const call = callOf(node)
  if (!owner || !call) return undefined
  const { index, kind, digest } = call
  return (at) => wave.answer(owner, { index, kind, digest, at, result: resultOf(settlement, node.step.id) })
}

/** How the end of a call looks to the code that made it. */
export function resultOf(settlement: Settlement, id: string): CodeAnswer['result'] {
  if (settlement.status === 'succeeded') return { ok: true, output: settlement.output }
  if (settlement.status === 'failed') {
    const { code, message } = settlement.error
    return { ok: false, code, message }
  }
  return { ok: false, code: 'cancelled', message: `The call ${id} was cancelled.` }
}

function attemptOf(node: PlanNode): number {
  return Math.max(1, node.attempt)
}

function hiddenMessage(code: string): string {
  return `It failed with \`${code}\`; the step is sensitive, so the message is not kept (${SENSITIVE}).`
}
