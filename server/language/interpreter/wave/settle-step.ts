import type { JsonValue } from '@/server/kernel/json'
import type { RunError } from '@/server/kernel/run-events'
import type { CommitItem, StepFailure } from '../../contracts'
import type { PlanNode, Settlement } from '../plan/plan-node'
import { checkOutput } from './check-output'
import { storableText } from './storable'
import type { WaveContext } from './wave-context'

/** How a step ends, as the log tells it and as the plan takes it. */
export interface StepEnd {
  event: CommitItem
  settlement: Settlement
}

/** The end with this result, if it is one that can be kept; otherwise why not. */
export function successOf(
  wave: WaveContext,
  node: PlanNode,
  result: unknown,
): { ok: true; end: StepEnd } | { ok: false; failure: StepFailure } {
  const checked = checkOutput(node.step, result)
  if (!checked.ok) return checked
  const output = wave.secrets.mask(checked.output)
  return { ok: true, end: succeededWith(node, output) }
}

function succeededWith(node: PlanNode, output: JsonValue): StepEnd {
  const event: CommitItem = { type: 'step.succeeded', path: node.path, attempt: attemptOf(node), output }
  return { event, settlement: { status: 'succeeded', output } }
}

export function failureEndOf(wave: WaveContext, node: PlanNode, failure: StepFailure | RunError): StepEnd {
  const error = runErrorOf(wave, node, failure)
  const continued = node.step.onError === 'continue'
  return {
    event: { type: 'step.failed', path: node.path, attempt: attemptOf(node), error, continued },
    settlement: { status: 'failed', error, continued },
  }
}

/** An error as it is kept: masked, and with the path of the step where it happened. */
export function runErrorOf(wave: WaveContext, node: PlanNode, failure: StepFailure | RunError): RunError {
  const { code, message, details } = failure
  const path = 'path' in failure && failure.path !== undefined ? failure.path : node.path
  const kept = { message: storableText(message), ...(details ? { details } : {}) }
  return { code, path, ...wave.secrets.mask(kept) }
}

/** Commits a step's end and lets the plan go on at once: what follows goes into the same commit. */
export function settle(wave: WaveContext, node: PlanNode, { event, settlement }: StepEnd): void {
  wave.commits.add([event])
  wave.planner.settle(node, settlement)
}

export function settleCancelled(wave: WaveContext, node: PlanNode): void {
  settle(wave, node, {
    event: { type: 'step.cancelled', path: node.path },
    settlement: { status: 'cancelled' },
  })
}

function attemptOf(node: PlanNode): number {
  return Math.max(1, node.attempt)
}
