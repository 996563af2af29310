import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { RUN_STATUSES } from '@/server/kernel/statuses'
import { LOOP } from '../kinds/loop'
import { childOf, type SourceNode, toJson } from '../source/node'
import type { StepList } from './draft'

export type ScopeNames = [string, JsonSchema][]

/** What every expression of the document can name. */
export function namesOfWorkflow(
  root: SourceNode,
  projectVars: readonly string[] | null,
  areInputsKnown: boolean,
): ScopeNames {
  return [
    [
      'inputs',
      areInputsKnown ? { type: 'object', properties: schemasOf(childOf(root, 'inputs'), asSchema) } : {},
    ],
    ['vars', varsOf(childOf(root, 'vars'), projectVars)],
    ['run', RUN],
    ['trigger', {}],
  ]
}

/** What the lists around a step add, the inner ones last: `item`, `index`, `loop`, `error`, `run.error`. */
export function namesOfList(list: StepList): ScopeNames {
  const outer = list.owner ? namesOfList(list.owner.list) : []
  switch (list.kind) {
    case 'item':
      return [...outer, ...namesOfItem(list)]
    case 'iteration':
      return [...outer, ['loop', LOOP]]
    case 'handler':
      return [...outer, ['error', ERROR]]
    case 'finally':
      return [['run', RUN_AT_END]]
    // Whatever is taken back, the run is over by then.
    case 'undo':
      return [...outer, ['run', RUN_AT_END]]
    default:
      return outer
  }
}

function namesOfItem({ owner }: StepList): ScopeNames {
  const as = owner?.config && childOf(owner.config, 'as')
  const named: ScopeNames = as?.kind === 'scalar' && typeof as.value === 'string' ? [[as.value, {}]] : []
  return [['item', {}], ['index', { type: 'integer' }], ...named]
}

const RUN_FIELDS = {
  id: { type: 'string' },
  number: { type: 'integer' },
  startedAt: { type: 'string' },
  url: { type: 'string' },
  generation: { type: 'integer', description: '1 on the first go, one more after each resume.' },
}

const RUN: JsonSchema = {
  type: 'object',
  properties: { ...RUN_FIELDS, status: { enum: [...RUN_STATUSES] } },
}

const ERROR: JsonSchema = {
  type: 'object',
  properties: {
    code: { type: 'string', description: 'Why the step failed, such as `timeout`.' },
    message: { type: 'string' },
    details: { description: 'More about it, where there is more.' },
  },
}

const RUN_AT_END: JsonSchema = {
  type: 'object',
  properties: {
    ...RUN_FIELDS,
    status: { enum: ['succeeded', 'failed', 'cancelled'], description: 'How the run went.' },
    error: { ...ERROR, type: ['object', 'null'], description: 'Why the run failed; `null` when it did not.' },
  },
}

/** The workflow's own constants, and beside them the project's variables. */
function varsOf(own: SourceNode | undefined, projectVars: readonly string[] | null): JsonSchema {
  if (projectVars === null) return {}
  const inProject = projectVars.map((name) => [name, { description: 'A variable of the project.' }])
  return { type: 'object', properties: { ...Object.fromEntries(inProject), ...schemasOf(own, typeOf) } }
}

function schemasOf(node: SourceNode | undefined, of: (node: SourceNode) => JsonSchema): JsonSchema {
  if (node?.kind !== 'map') return {}
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, of(entry.node)]))
}

export function asSchema(node: SourceNode): JsonSchema {
  const value = toJson(node)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** The type of a constant. What an object holds is left open: some of it may be looked up by chance. */
function typeOf(node: SourceNode): JsonSchema {
  if (node.kind !== 'scalar') return { type: node.kind === 'map' ? 'object' : 'array' }
  return { type: typeName(node.value) }
}

function typeName(value: JsonValue): string {
  return value === null ? 'null' : typeof value
}
