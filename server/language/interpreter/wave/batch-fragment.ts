import { isJsonObject, type JsonObject } from '@/server/kernel/json'
import type { RunFragment } from '../../contracts'
import { ITEMS_PER_BATCH } from '../plan/container-spec'
import type { PlanNode } from '../plan/plan-node'
import { scopeOf } from './scope'
import { withResultsReadBy } from './stored-results'
import type { WaveContext } from './wave-context'

type ItemsFragment = Extract<RunFragment, { kind: 'items' }>

/** The items of one batch, with what the steps inside read of this run. */
export async function batchFragment(wave: WaveContext, node: PlanNode): Promise<ItemsFragment> {
  const owner = node.frame.owner
  const spec = owner?.container?.spec
  if (!owner || spec?.kind !== 'batches') throw new Error(`${node.path} is no batch.`)
  const offset = node.frame.slot * ITEMS_PER_BATCH
  return {
    kind: 'items',
    path: owner.path,
    scope: await readBy(wave, owner),
    offset,
    items: spec.items.slice(offset, offset + ITEMS_PER_BATCH),
    maxConcurrency: spec.itemConcurrency,
  }
}

/** Of the scope around a container, what its body names: a child run carries it along. */
async function readBy(wave: WaveContext, { step, frame }: PlanNode): Promise<JsonObject> {
  const text = JSON.stringify(step.body ?? [])
  const scope = await withResultsReadBy(wave, text, scopeOf(wave.scope(), frame))
  const { inputs: _inputs, vars: _vars, run: _run, trigger: _trigger, steps, ...names } = scope
  const read = Object.entries(isJsonObject(steps) ? steps : {}).filter(([id]) => text.includes(id))
  return { ...names, steps: Object.fromEntries(read) }
}
