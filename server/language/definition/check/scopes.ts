import type { JsonSchema } from '@/server/kernel/json'
import { formatPath, type ScopeInfo, type StepLookup } from '../../expressions'
import { KINDS } from '../kinds'
import { childOf, type SourceNode, toJson } from '../source/node'
import type { StepDraft, StepList } from './draft'
import type { Order } from './order'

/** What expressions at each place of one document may see. */
export interface Scopes {
  /** In the `if` and the configuration of a step. */
  ofStep(step: StepDraft, secrets: ScopeInfo['secrets']): ScopeInfo
  /** In the workflow's `output`: every step of the top list has ended. */
  ofOutput(): ScopeInfo
  /** In `runTitle` and `tags`: nothing has run yet. */
  ofStart(): ScopeInfo
}

export const NO_SECRETS = {
  refused:
    'Secrets may be used only where a request is sent: in `headers`, `query` and `auth` of an `http` step.',
}

const RUN: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    number: { type: 'integer' },
    status: { type: 'string' },
    startedAt: { type: 'string' },
    url: { type: 'string' },
    generation: { type: 'integer', description: '1 on the first go, one more after each resume.' },
  },
}

/** `projectVars`: names that the project defines; null when they are not known, so that any may be read. */
export function createScopes(
  root: SourceNode,
  top: StepList,
  order: Order,
  projectVars: readonly string[] | null,
): Scopes {
  const base: [string, JsonSchema][] = [
    ['inputs', { type: 'object', properties: schemasOf(childOf(root, 'inputs')) }],
    ['vars', varsOf(childOf(root, 'vars'), projectVars)],
    ['run', RUN],
    ['trigger', {}],
  ]
  const names = new Map(base)
  const shape = cached((step: StepDraft) => outputOf(step))
  return {
    ofStep: (step, secrets) => ({
      names: new Map([...base, ...itemNames(step)]),
      secrets,
      steps: {
        ids: () => visibleIds(step, order),
        find: (id) => findFrom(step, id, order, shape),
      },
    }),
    ofOutput: () => ({
      names,
      secrets: NO_SECRETS,
      steps: {
        ids: () => top.steps.flatMap(({ id }) => id ?? []),
        find(id) {
          const step = order.byId(id)
          if (step === undefined) return { kind: 'unknown' }
          return step.list === top ? { kind: 'visible', output: shape(step) } : innerStep(step, top)
        },
      },
    }),
    ofStart: () => ({
      names,
      secrets: NO_SECRETS,
      steps: {
        ids: () => [],
        find: (id) =>
          order.byId(id) === undefined
            ? { kind: 'unknown' }
            : { kind: 'hidden', message: 'No step has run yet when this is read.' },
      },
    }),
  }
}

/** For suggestions and completion. */
const MOST_IDS = 300

/** The ids a step can refer to, its own list last-finished first. */
function visibleIds(step: StepDraft, order: Order): string[] {
  const ids: string[] = []
  for (let current: StepDraft | undefined = step; current !== undefined; current = current.list.owner) {
    const place = current
    for (const other of [...place.list.steps].reverse()) {
      if (ids.length >= MOST_IDS) return ids
      if (other.id !== undefined && order.isUpstream(other, place)) ids.push(other.id)
    }
  }
  return ids
}

function findFrom(
  step: StepDraft,
  id: string,
  order: Order,
  shape: (step: StepDraft) => JsonSchema,
): StepLookup {
  const target = order.byId(id)
  if (target === undefined) return { kind: 'unknown' }
  for (let current: StepDraft | undefined = step; current !== undefined; current = current.list.owner) {
    if (target.list !== current.list) continue
    if (order.isUpstream(target, current)) return { kind: 'visible', output: shape(target) }
    return notFinished(target, current, step, order)
  }
  return innerStep(target, undefined, step)
}

function notFinished(target: StepDraft, current: StepDraft, step: StepDraft, order: Order): StepLookup {
  if (target === current) {
    const message =
      current === step
        ? 'A step cannot read its own result.'
        : `\`${target.id}\` is still running here: this step is part of it.`
    return { kind: 'hidden', message }
  }
  const message = `\`${target.id}\` cannot have finished before this step.`
  if (order.isUpstream(current, target)) return { kind: 'hidden', message: `${message} It runs later.` }
  const needs = [...order.needsOf(current), target.id].join(', ')
  return {
    kind: 'hidden',
    message,
    suggestion: `Write \`needs: [${needs}]\` on \`${current.id ?? 'this step'}\`.`,
  }
}

/** A step inside a control step that the place does not belong to. */
function innerStep(target: StepDraft, top: StepList | undefined, from?: StepDraft): StepLookup {
  const lists = new Set<StepList>(top ? [top] : [])
  const ancestors = new Set<StepDraft>()
  for (let current = from; current !== undefined; current = current.list.owner) {
    lists.add(current.list)
    ancestors.add(current)
  }
  const { owner } = target.list
  const message = `\`${target.id}\` runs inside \`${owner?.id ?? 'another step'}\` and is seen only there.`
  for (let outer = target; outer.list.owner !== undefined; outer = outer.list.owner) {
    const around = outer.list.owner
    if (!lists.has(around.list) || around.id === undefined || ancestors.has(around)) continue
    const branch = outer.list.name === undefined ? [] : [outer.list.name]
    const path = formatPath(['steps', around.id, 'output', ...branch])
    return { kind: 'hidden', message, suggestion: `Read \`${path}\`.` }
  }
  return { kind: 'hidden', message }
}

/** `item`, `index` and the `as` names of all loops around a step. */
function itemNames(step: StepDraft): [string, JsonSchema][] {
  const names: [string, JsonSchema][] = []
  for (let owner = step.list.owner; owner !== undefined; owner = owner.list.owner) {
    if (owner.kind !== 'forEach') continue
    names.push(['item', {}], ['index', { type: 'integer' }])
    const as = owner.config && childOf(owner.config, 'as')
    if (as?.kind === 'scalar' && typeof as.value === 'string') names.push([as.value, {}])
  }
  return names
}

function outputOf(step: StepDraft): JsonSchema {
  if (step.kind === undefined || step.config === undefined) return {}
  const declared = childOf(step.node, 'output')
  const schema = declared?.kind === 'map' ? asSchema(declared) : undefined
  return KINDS[step.kind].outputOf(toJson(step.config), schema)
}

/** The workflow's own constants, and beside them the project's variables. */
function varsOf(own: SourceNode | undefined, projectVars: readonly string[] | null): JsonSchema {
  const properties = schemasOf(own, () => ({}))
  if (projectVars === null) return {}
  const inProject = projectVars.map((name) => [name, { description: 'A variable of the project.' }])
  return { type: 'object', properties: { ...Object.fromEntries(inProject), ...properties } }
}

function schemasOf(
  node: SourceNode | undefined,
  of: (node: SourceNode) => JsonSchema = asSchema,
): JsonSchema {
  if (node?.kind !== 'map') return {}
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, of(entry.node)]))
}

function asSchema(node: SourceNode): JsonSchema {
  const value = toJson(node)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function cached<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const value = known.get(key) ?? compute(key)
    known.set(key, value)
    return value
  }
}
