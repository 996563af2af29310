import type { StepFailure } from '../../contracts'
import { evaluateCondition } from '../../expressions'
import { loopScope } from '../plan/container-rules'
import type { PlanFrame, PlanNode } from '../plan/plan-node'
import { evaluationOf } from './prepare-step'
import { scopeOf } from './scope'
import { withStoredResults } from './stored-results'
import type { WaveContext } from './wave-context'

type Decision = { ok: true; goesOn: boolean } | { ok: false; failure: StepFailure }

/**
 * Whether the iteration of this index runs. `while` is asked before it, `until` after the one before, whose steps
 * it sees. One iteration more than `maxIterations` fails the loop.
 */
export async function loopDecision(wave: WaveContext, node: PlanNode, iteration: number): Promise<Decision> {
  const { container } = node
  if (container?.spec.kind !== 'loop') throw new Error(`${node.path} is no loop.`)
  const { spec, results, last } = container
  const condition = spec.while ?? spec.until ?? 'false'
  const isUntil = spec.while === undefined
  if (isUntil && iteration === 0) return { ok: true, goesOn: true }
  const loop = isUntil ? loopScope(results, iteration - 1) : loopScope(results, iteration)
  const scope = { ...scopeOf(wave.scope(), seenBy(node, isUntil ? last : undefined)), loop }
  const { secrets: _, ...context } = evaluationOf(wave, await withStoredResults(wave, node.step, scope))
  const asked = await evaluateCondition(condition, context, isUntil ? 'loop.until' : 'loop.while')
  if (!asked.ok) return asked
  const goesOn = asked.value !== isUntil
  if (!goesOn || iteration < spec.maxIterations) return { ok: true, goesOn }
  const message = `The loop would run more than ${spec.maxIterations} times (\`maxIterations\`).`
  return { ok: false, failure: { code: 'loop_limit', message, retryable: false } }
}

function seenBy(node: PlanNode, iteration: PlanFrame | undefined): PlanFrame {
  return iteration ?? node.frame
}
