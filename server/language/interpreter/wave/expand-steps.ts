import type { JsonValue } from '@/server/kernel/json'
import type { StepFailure } from '../../contracts'
import { checkGeneratedSteps } from '../../definition'
import type { PlanNode } from '../plan/plan-node'
import { toStorable } from './storable'
import type { WaveContext } from './wave-context'

const MOST_SHOWN = 5
/** Steps that were made up may make up steps themselves; code that never stops doing so is stopped. */
const DEEPEST = 5

/** Checks the steps that a step made up and gives them to it: they run once its lists are opened. */
export function expandSteps(
  wave: WaveContext,
  node: PlanNode,
  written: JsonValue,
): { ok: true } | { ok: false; failure: StepFailure } {
  const { projectVars, definition } = wave.snapshot
  const depth = node.path.split('.generated.').length - 1
  if (depth >= DEEPEST) return refused(`They are nested deeper than ${DEEPEST} levels.`)
  const stored = toStorable(wave.secrets.mask(written))
  if (!stored.ok) return refused(`They cannot be written as JSON: ${stored.message}`)
  const names = [...Object.keys(projectVars), ...Object.keys(definition.vars)]
  const checked = checkGeneratedSteps(stored.value, { projectVars: names })
  if (!checked.ok) {
    const told = checked.problems
      .slice(0, MOST_SHOWN)
      .map(({ message, suggestion }) => `${message} ${suggestion ?? ''}`.trim())
    const more = checked.problems.length - told.length
    return refused(`${told.join(' ')}${more > 0 ? ` And ${more} more.` : ''}`)
  }
  node.generated = checked.steps
  // A step is JSON all through.
  const steps = JSON.parse(JSON.stringify(checked.steps)) as JsonValue
  wave.commits.add([{ type: 'step.expanded', path: node.path, steps }])
  return { ok: true }
}

function refused(why: string): { ok: false; failure: StepFailure } {
  const message = `The code returned steps that cannot run. ${why}`
  return { ok: false, failure: { code: 'generated_invalid', message, retryable: false } }
}
