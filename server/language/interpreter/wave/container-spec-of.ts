import type { RunFragment, Step, StepFailure } from '../../contracts'
import {
  type ForEachConfig,
  type LoopConfig,
  type ParallelConfig,
  type SwitchConfig,
  walkSteps,
} from '../../definition'
import { type EvaluationContext, evaluateCondition } from '../../expressions'
import { type ContainerSpec, ITEMS_PER_BATCH } from '../plan/container-spec'

type Made = { ok: true; spec: ContainerSpec } | { ok: false; failure: StepFailure }

/**
 * How a container runs, from its evaluated configuration. A `switch` chooses here; the same values give the same
 * choice whenever it is asked again.
 */
export async function containerSpec(step: Step, config: unknown, context: EvaluationContext): Promise<Made> {
  // Each `as`: `evaluateConfig` has parsed the configuration with the schema of this very kind.
  switch (step.kind) {
    case 'parallel': {
      const { join, maxConcurrency = Number.POSITIVE_INFINITY } = config as ParallelConfig
      return made({ kind: 'parallel', join, maxConcurrency })
    }
    case 'forEach':
      return made(forEachSpec(step, config as ForEachConfig))
    case 'loop':
      return made({ kind: 'loop', ...(config as LoopConfig) })
    case 'switch':
      return chooseCase(step, config as SwitchConfig, context)
    default:
      throw new Error(`A step of kind "${step.kind}" has no lists of steps.`)
  }
}

/** The items that a run of a part of a `forEach` is for; its other fields are those of the whole. */
export function itemsSpec(fragment: Extract<RunFragment, { kind: 'items' }>, config: unknown): ContainerSpec {
  const { as, onItemError } = config as ForEachConfig // parsed with its schema, see above
  const { items, offset, maxConcurrency } = fragment
  return { kind: 'forEach', items, as, onItemError, maxConcurrency, offset }
}

/** Runs of many items are split over child runs, so that no run and no log grows without bound. */
function forEachSpec(step: Step, config: ForEachConfig): ContainerSpec {
  const { items, as, onItemError, maxConcurrency } = config
  if (items.length <= ITEMS_PER_BATCH || hasUndo(step))
    return { kind: 'forEach', items, as, onItemError, maxConcurrency, offset: 0 }
  const batches = Math.min(MOST_BATCHES_AT_ONCE, maxConcurrency)
  const itemConcurrency = Math.max(1, Math.floor(maxConcurrency / batches))
  return { kind: 'batches', items, onItemError, maxConcurrency: batches, itemConcurrency }
}

const MOST_BATCHES_AT_ONCE = 4

/** A rollback undoes steps of its own run only. */
function hasUndo(step: Step): boolean {
  for (const { step: inner } of walkSteps({ steps: step.body ?? [] })) if (inner.undo) return true
  return false
}

async function chooseCase(step: Step, config: SwitchConfig, context: EvaluationContext): Promise<Made> {
  const { secrets: _, ...withoutSecrets } = context
  if (config.kind === 'value') {
    const slot = config.names.indexOf(asText(config.value))
    return made(caseAt(step, slot, config.hasDefault))
  }
  for (const [slot, { when }] of config.cases.entries()) {
    const condition = await evaluateCondition(when, withoutSecrets, `switch.cases[${slot}].when`)
    if (!condition.ok) return condition
    if (condition.value) return made(caseAt(step, slot, config.hasDefault))
  }
  return made(caseAt(step, -1, config.hasDefault))
}

function caseAt(step: Step, slot: number, hasDefault: boolean): ContainerSpec {
  if (slot >= 0) return { kind: 'switch', slot }
  const last = (step.branches?.length ?? 0) - 1
  return hasDefault ? { kind: 'switch', slot: last } : { kind: 'switch' }
}

function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function made(spec: ContainerSpec): Made {
  return { ok: true, spec }
}
