import type { JsonObject } from '@/server/kernel/json'
import type { RunSnapshot } from '../../contracts'
import type { PlanFrame } from '../plan/plan-node'

/** The part of every expression's scope that is the same all through a wave. */
export function baseScopeOf(snapshot: RunSnapshot, startedAt: string): JsonObject {
  const { inputs, projectVars, definition, trigger, runId, number, url, generation } = snapshot
  return {
    inputs,
    vars: { ...projectVars, ...definition.vars },
    trigger,
    run: { id: runId, number, status: 'running', startedAt, url, generation },
  }
}

/**
 * What a step of this list sees: the steps of its own list and of those around it, and inside a forEach
 * `item`, `index` and the item's own name. To be read only: it is shared, and grows as steps end.
 */
export function scopeOf(base: JsonObject, frame: PlanFrame): JsonObject {
  return { ...base, steps: stepsOf(frame), ...itemsOf(frame) }
}

function stepsOf(frame: PlanFrame): JsonObject {
  return frame.owner ? { ...stepsOf(frame.owner.frame), ...frame.visibleSteps } : frame.visibleSteps
}

function itemsOf(frame: PlanFrame): JsonObject {
  const { owner } = frame
  if (!owner) return {}
  const outer = itemsOf(owner.frame)
  const spec = owner.container?.spec
  if (spec?.kind !== 'forEach') return outer
  const item = spec.items[frame.slot] ?? null
  return { ...outer, item, index: frame.slot, [spec.as]: item }
}
