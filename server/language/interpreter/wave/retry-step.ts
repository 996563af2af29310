import type { StepFailure, WaitRequest } from '../../contracts'
import { isBatch } from '../plan/lists'
import type { PlanNode } from '../plan/plan-node'
import { retryDelayMs } from './retry-delay'
import { failStep, runErrorOf } from './settle-step'
import type { WaveContext } from './wave-context'

/** Ends an attempt that failed: the step waits for its next one where its policy gives it one, or gives up. */
export function retryOrFail(
  wave: WaveContext,
  node: PlanNode,
  failure: StepFailure,
  open: (node: PlanNode, wait: WaitRequest) => void,
) {
  node.failures += 1
  const { path, attempt, step } = node
  const mayRetry = !wave.planner.isStopped(node) && !isBatch(node)
  const delayMs = mayRetry ? retryDelayMs(step.retry, node.failures, failure, wave.ports.random) : undefined
  if (delayMs === undefined) return failStep(wave, node, failure)
  const retryAt = wave.instantIn(delayMs)
  const error = runErrorOf(wave, node, failure)
  wave.commits.add([{ type: 'step.attemptFailed', path, attempt, error, retryAt }])
  open(node, { kind: 'retry', dueAt: retryAt, attempt: attempt + 1 })
}
