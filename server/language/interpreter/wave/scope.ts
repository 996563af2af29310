import { isJsonObject, type JsonObject, type JsonValue } from '@/server/kernel/json'
import type { RunOutcome } from '@/server/kernel/run-events'
import type { RunSnapshot } from '../../contracts'
import { slotScope } from '../plan/container-rules'
import type { PlanFrame } from '../plan/plan-node'

/** The part of every expression's scope that is the same all through a part of a run. */
export function baseScopeOf(snapshot: RunSnapshot, startedAt: string): JsonObject {
  const { inputs, projectVars, definition, trigger, runId, number, url, generation } = snapshot
  return {
    inputs,
    vars: { ...projectVars, ...definition.vars },
    trigger,
    run: { id: runId, number, status: 'running', error: null, startedAt, url, generation },
    ...snapshot.fragment?.scope,
  }
}

/** The same once the main part is over: `run.status` and `run.error` tell how. */
export function scopeAfter(base: JsonObject, outcome: RunOutcome): JsonObject {
  const { run } = base
  const error: JsonValue =
    outcome.status === 'failed' ? { code: outcome.error.code, message: outcome.error.message } : null
  return { ...base, run: { ...(isJsonObject(run) ? run : {}), status: outcome.status, error } }
}

/**
 * What a step of this list sees: the steps of its own list and of those around it, and the names that the
 * containers around it give: `item`, `index`, `loop`, `error`. To be read only: it is shared, and grows as steps end.
 */
export function scopeOf(base: JsonObject, frame: PlanFrame): JsonObject {
  const steps = stepsOf(frame)
  // Copied only where a run of a part of a workflow sees steps of another run.
  return { ...base, steps: isJsonObject(base.steps) ? { ...base.steps, ...steps } : steps, ...namesOf(frame) }
}

function stepsOf(frame: PlanFrame): JsonObject {
  const outer = frame.owner ? stepsOf(frame.owner.frame) : frame.before ? stepsOf(frame.before) : undefined
  return outer ? { ...outer, ...frame.visibleSteps } : frame.visibleSteps
}

function namesOf(frame: PlanFrame): JsonObject {
  const { owner } = frame
  if (!owner) return {}
  const outer = namesOf(owner.frame)
  const { container, error } = owner
  if (!container) return outer
  if (container.spec.kind === 'handler' && error) {
    const { code, message, details } = error
    return { ...outer, error: { code, message, details: details ?? null } }
  }
  return { ...outer, ...slotScope(container, frame.slot) }
}
