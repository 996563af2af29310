import { isJsonObject, type JsonObject } from '@/server/kernel/json'
import { byEnd } from '../by-end'
import type { RollbackTarget } from '../plan/container-spec'
import type { PlanFrame, PlanNode } from '../plan/plan-node'
import { visibleStep } from '../plan/plan-node'
import { prepareStep } from './prepare-step'
import { scopeOf } from './scope'
import { withResultsReadBy } from './stored-results'
import type { WaveContext } from './wave-context'

/**
 * The finished steps that can be undone, the one that ended last first, each with the scope it had: the lists it
 * ran in are read again, from the log alone.
 */
export async function rollbackTargets(wave: WaveContext): Promise<RollbackTarget[]> {
  const ended = wave.snapshot.steps
    .filter(({ status, path }) => status === 'succeeded' && !path.startsWith('finally.'))
    .sort(byEnd)
    .reverse()
  const targets: RollbackTarget[] = []
  for (const { path } of ended) {
    const node = await findNode(wave, path)
    const undo = node?.step.undo
    if (!node || !undo) continue
    targets.push({ path, undo, scope: await scopeOfUndo(wave, node, JSON.stringify(undo)) })
  }
  return targets
}

async function scopeOfUndo(wave: WaveContext, node: PlanNode, undo: string): Promise<JsonObject> {
  const { steps, ...names } = scopeOf(wave.scope(), node.frame)
  const seen = {
    ...names,
    steps: { ...(isJsonObject(steps) ? steps : {}), [node.step.id]: visibleStep(node) },
  }
  return withResultsReadBy(wave, undo, seen)
}

/** Follows a path from list to list. Undefined: a call that code made, or a step that stands for something else. */
async function findNode(wave: WaveContext, path: string): Promise<PlanNode | undefined> {
  let frame: PlanFrame | undefined = wave.planner.main
  while (frame) {
    const node: PlanNode | undefined = frame.nodes.find(
      (candidate) => path === candidate.path || /^[.[]/.test(rest(path, candidate.path)),
    )
    if (!node || node.path === path) return node
    frame = await listInside(wave, node, rest(path, node.path))
  }
  return undefined
}

function rest(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : ''
}

async function listInside(wave: WaveContext, node: PlanNode, inner: string): Promise<PlanFrame | undefined> {
  const { planner } = wave
  if (inner.startsWith('.onError.')) return planner.read(node, { kind: 'handler' }, 0)
  if (inner.startsWith('.generated.')) return planner.read(node, { kind: 'generated' }, 0)
  const prepared = await prepareStep(wave, node)
  if (prepared.kind !== 'open') return undefined
  const index = /^\[(\d+)\]/.exec(inner)?.[1]
  if (index !== undefined) {
    // What a loop's iteration reads of the one before.
    if (prepared.spec.kind === 'loop' && index !== '0')
      readResult(wave, node, prepared.spec, Number(index) - 1)
    return planner.read(node, prepared.spec, Number(index))
  }
  const branch = node.step.branches?.findIndex(({ name }) => inner.startsWith(`.${name}.`)) ?? -1
  return branch < 0 ? undefined : planner.read(node, prepared.spec, branch)
}

function readResult(
  { planner }: WaveContext,
  node: PlanNode,
  spec: Parameters<typeof planner.read>[1],
  slot: number,
): void {
  const before = planner.read(node, spec, slot)
  if (node.container)
    node.container.results[slot] = { kind: 'completed', output: before.nodes.at(-1)?.output ?? null }
}
