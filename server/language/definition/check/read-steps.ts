import { STEP_KINDS, type StepKindName } from '@/server/language/contracts'
import { nearest } from '../../expressions'
import { writtenSchema } from '../document-schema'
import { NOT_AVAILABLE, stepFieldsSchema } from '../fields'
import { KINDS } from '../kinds'
import { childOf, type MapNode, type Range, type SourceNode, toJson } from '../source/node'
import type { ProblemList } from '../source/problems'
import type { StepDraft, StepList } from './draft'
import { notAvailable, reportIssues } from './issues'

/** Reads a list of steps, and the lists inside them, telling what does not fit. */
export function readSteps(
  node: SourceNode | undefined,
  problems: ProblemList,
  owner?: StepDraft,
  name?: string,
): StepList {
  const list: StepList = { steps: [], ...(owner ? { owner } : {}), ...(name === undefined ? {} : { name }) }
  if (node?.kind !== 'list') return list
  for (const item of node.items) {
    if (item.kind === 'map') list.steps.push(readStep(item, list, problems))
    else {
      problems.add(item, {
        code: 'wrong_type',
        message: 'A step is a mapping.',
        suggestion: 'Start with `- id: my_step`, then its kind, such as `set:`, below it.',
      })
    }
  }
  return list
}

const FIELD_NAMES = Object.keys(stepFieldsSchema.shape)

function readStep(node: MapNode, list: StepList, problems: ProblemList): StepDraft {
  const first = [...node.entries.values()][0]
  const at = node.entries.get('id')?.key ?? first?.key ?? { start: node.start, end: node.start + 1 }
  const step: StepDraft = { node, list, index: list.steps.length, at, kindAt: at, fields: {}, inner: [] }
  const idNode = childOf(node, 'id')
  if (idNode?.kind === 'scalar' && typeof idNode.value === 'string' && idNode.value !== '')
    step.id = idNode.value
  readFields(step, problems)
  readKind(step, problems)
  return step
}

function readFields(step: StepDraft, problems: ProblemList): void {
  const entries = [...step.node.entries].filter(([key]) => FIELD_NAMES.includes(key))
  const node: MapNode = { ...step.node, entries: new Map(entries) }
  const parsed = stepFieldsSchema.safeParse(toJson(node))
  if (parsed.success) {
    step.fields = parsed.data
    return
  }
  reportIssues(problems, parsed.error.issues, {
    node,
    at: step.at,
    schema: writtenSchema(stepFieldsSchema),
    mayBeDynamic: false,
  })
  step.fields = readableFields(node)
}

/** What can be used of fields of which some are wrong: order and conditions are still worth checking. */
function readableFields(node: MapNode): StepDraft['fields'] {
  const fields: StepDraft['fields'] = {}
  const parsed = stepFieldsSchema.pick({ needs: true, if: true, output: true, onError: true }).partial()
  for (const key of ['needs', 'if', 'output', 'onError'] as const) {
    const value = childOf(node, key)
    if (value === undefined) continue
    const result = parsed.safeParse({ [key]: toJson(value) })
    if (result.success) Object.assign(fields, result.data)
  }
  return fields
}

function readKind(step: StepDraft, problems: ProblemList): void {
  const found: StepKindName[] = []
  let isExplained = false
  for (const [key, entry] of step.node.entries) {
    if (FIELD_NAMES.includes(key)) continue
    const kind = STEP_KINDS.find((known) => known === key)
    if (kind !== undefined) found.push(kind)
    else {
      isExplained = true
      problems.add(entry.key, unknownStepKey(key))
    }
  }
  const [kind, ...others] = found
  if (kind === undefined) {
    if (!isExplained) {
      problems.add(step.at, {
        code: 'no_kind',
        message: 'The step does not say what it does.',
        suggestion: `Add one of ${STEP_KINDS.map((name) => `\`${name}\``).join(', ')}.`,
      })
    }
    return
  }
  for (const other of others) {
    problems.add(step.node.entries.get(other)?.key ?? step.at, {
      code: 'several_kinds',
      message: `A step does one thing: it is already \`${kind}\`, so it cannot be \`${other}\` too.`,
      suggestion: 'Make a step of its own from it.',
    })
  }
  const entry = step.node.entries.get(kind)
  if (entry === undefined) return
  step.kind = kind
  step.kindAt = entry.key
  step.config = entry.node
  readConfig(step, kind, entry.node, entry.key, problems)
}

function unknownStepKey(key: string) {
  if (NOT_AVAILABLE.step.includes(key)) return notAvailable(key)
  const near = nearest(key, [...STEP_KINDS, ...FIELD_NAMES, ...NOT_AVAILABLE.step])
  return {
    code: 'unknown_key',
    message: `\`${key}\` is neither a kind nor a field of a step.`,
    suggestion: near
      ? `Did you mean \`${near}\`?`
      : `Kinds are ${STEP_KINDS.map((name) => `\`${name}\``).join(', ')}.`,
  }
}

function readConfig(
  step: StepDraft,
  kind: StepKindName,
  config: SourceNode,
  at: Range,
  problems: ProblemList,
): void {
  const definition = KINDS[kind]
  const parsed = definition.schema.safeParse(toJson(config))
  if (!parsed.success) {
    reportIssues(problems, parsed.error.issues, {
      node: config,
      at,
      schema: writtenSchema(definition.schema),
      ...(NOT_AVAILABLE.kinds[kind] ? { notAvailable: NOT_AVAILABLE.kinds[kind] } : {}),
      mayBeDynamic: true,
    })
  }
  if (definition.retry === 'none' && step.fields.retry !== undefined) {
    problems.add(step.node.entries.get('retry')?.key ?? at, {
      code: 'retry_not_allowed',
      message: `\`${kind}\` is not tried again.`,
      suggestion: step.inner.length > 0 ? 'Put `retry` on the steps inside.' : 'Remove `retry`.',
    })
  }
  if (kind === 'forEach') step.inner = [readSteps(childOf(config, 'steps'), problems, step)]
  if (kind === 'parallel') {
    const branches = childOf(config, 'branches')
    if (branches?.kind !== 'map') return
    step.inner = [...branches.entries].map(([name, branch]) => readSteps(branch.node, problems, step, name))
  }
}
