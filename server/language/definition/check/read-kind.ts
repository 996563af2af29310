import { STEP_KINDS, type StepKindName } from '@/server/language/contracts'
import { nearest } from '../../expressions'
import { writtenSchema } from '../document-schema'
import { NOT_AVAILABLE, UNCACHED_KINDS, UNDO_KINDS } from '../fields'
import { KINDS } from '../kinds'
import { childOf, type Range, type SourceNode, toJson } from '../source/node'
import type { ProblemDraft, ProblemList } from '../source/problems'
import type { StepDraft } from './draft'
import { notAvailable, reportIssues } from './issues'
import { STEP_FIELDS, UNDO_FIELDS } from './read-fields'

/** Reads what a step does, telling what does not fit. */
export function readKind(step: StepDraft, problems: ProblemList): void {
  const found: StepKindName[] = []
  let isExplained = false
  for (const [key, entry] of step.node.entries) {
    if (isField(key, step)) continue
    const kind = kindsFor(step).find((known) => known === key)
    if (kind !== undefined) found.push(kind)
    else {
      isExplained = true
      problems.add(entry.key, unknownKey(key, step))
    }
  }
  const [kind, ...others] = found
  if (kind === undefined) {
    if (!isExplained) problems.add(step.at, noKind(step))
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
  checkFieldsOfKind(step, kind, problems)
}

function isField(key: string, step: StepDraft): boolean {
  return (step.list.kind === 'undo' ? UNDO_FIELDS : STEP_FIELDS).includes(key)
}

function kindsFor(step: StepDraft): readonly StepKindName[] {
  return step.list.kind === 'undo' ? UNDO_KINDS : STEP_KINDS
}

function noKind(step: StepDraft): ProblemDraft {
  return {
    code: 'no_kind',
    message:
      step.list.kind === 'undo' ? '`undo` does not say what to do.' : 'The step does not say what it does.',
    suggestion: `Add one of ${quoted(kindsFor(step))}.`,
  }
}

function unknownKey(key: string, step: StepDraft): ProblemDraft {
  const kinds = kindsFor(step)
  if (step.list.kind === 'undo') {
    return {
      code: isKnown(key) ? 'not_allowed_here' : 'unknown_key',
      message: `\`${key}\` has no place in \`undo\`.`,
      suggestion: `It takes one of ${quoted(kinds)}, and ${quoted(UNDO_FIELDS)}.`,
    }
  }
  if (NOT_AVAILABLE.step.includes(key)) return notAvailable(key)
  const near = nearest(key, [...kinds, ...STEP_FIELDS, ...NOT_AVAILABLE.step])
  return {
    code: 'unknown_key',
    message: `\`${key}\` is neither a kind nor a field of a step.`,
    suggestion: near ? `Did you mean \`${near}\`?` : `Kinds are ${quoted(kinds)}.`,
  }
}

function isKnown(key: string): boolean {
  return STEP_FIELDS.includes(key) || STEP_KINDS.some((kind) => kind === key)
}

function readConfig(
  step: StepDraft,
  kind: StepKindName,
  config: SourceNode,
  at: Range,
  problems: ProblemList,
): void {
  const { schema, isFixed } = KINDS[kind]
  const parsed = schema.safeParse(toJson(config))
  if (!parsed.success) {
    reportIssues(problems, parsed.error.issues, {
      node: config,
      at,
      schema: writtenSchema(schema),
      ...(NOT_AVAILABLE.kinds[kind] ? { notAvailable: NOT_AVAILABLE.kinds[kind] } : {}),
      mayBeDynamic: (path) => isFixed?.(path) !== true,
    })
  }
  if (step.list.kind === 'undo' && kind === 'code' && isDynamic(config)) {
    problems.add(childOf(config, 'dynamic') ?? at, {
      code: 'not_allowed_here',
      message: 'Code in `undo` cannot make up steps.',
      suggestion: 'Do the work in the code itself, with `await http()` and its like.',
    })
  }
}

function isDynamic(config: SourceNode): boolean {
  const dynamic = childOf(config, 'dynamic')
  return dynamic?.kind === 'scalar' && dynamic.value === true
}

/** Fields that make no sense with some kinds. */
function checkFieldsOfKind(step: StepDraft, kind: StepKindName, problems: ProblemList): void {
  const { retry, nested } = KINDS[kind]
  const refuse = (field: string, code: string, message: string, suggestion: string) => {
    const entry = step.node.entries.get(field)
    if (entry !== undefined) problems.add(entry.key, { code, message, suggestion })
  }
  if (retry === 'none') {
    const hint = nested ? 'Put `retry` on the steps inside.' : 'Remove `retry`.'
    refuse('retry', 'retry_not_allowed', `\`${kind}\` is not tried again.`, hint)
  }
  if (nested) {
    refuse(
      'concurrency',
      'not_allowed_here',
      `\`${kind}\` holds steps, so it takes no place itself.`,
      'Put `concurrency` on the steps inside.',
    )
    refuse(
      'cache',
      'not_allowed_here',
      `The output of \`${kind}\` is not kept.`,
      'Put `cache` on the steps inside.',
    )
  } else if (UNCACHED_KINDS.includes(kind)) {
    refuse(
      'cache',
      'not_allowed_here',
      `\`${kind}\` has to happen each time, so its output is not kept.`,
      'Remove `cache`.',
    )
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
