import type { JsonSchema } from '@/server/kernel/json'
import type { ExpressionProblem } from './check'
import { missingOutput, missingStep, nullableValue } from './check-absence'
import { checkName } from './check-names'
import type { MemberPath, MemberSegment } from './member-path'
import { nearest } from './nearest'
import type { CodeMode } from './parse'
import { formatPath } from './path'
import { fieldOf, mayBeNull } from './schema-fields'
import type { NamePath, ScopeInfo, StepLookup } from './scope'
import { stepSchema } from './step-schema'

/** A path from a name in scope: every part that the document's schemas speak about must exist. */
export function checkPath(
  path: MemberPath,
  scope: ScopeInfo,
  tested: readonly NamePath[],
  mode: CodeMode,
): ExpressionProblem[] {
  const root = path.root.name
  if (root === 'secrets') return checkSecret(path, scope)
  if (root === 'steps') return checkStep(path, scope, tested)
  const schema = scope.names.get(root)
  if (schema === undefined) return checkName(path.root, scope, mode)
  return checkFields(schema, [root], path.segments, tested)
}

function checkSecret(path: MemberPath, scope: ScopeInfo): ExpressionProblem[] {
  const range = { start: path.root.start, end: path.segments.at(-1)?.end ?? path.root.end }
  if (scope.secrets !== 'allowed') {
    return [{ code: 'secret_not_allowed', message: scope.secrets.refused, ...range }]
  }
  const name = path.segments[0]?.name
  if (path.segments.length === 1 && typeof name === 'string') return unknownSecret(name, scope, range)
  return [
    {
      code: 'secret_not_allowed',
      message: 'A secret is one opaque value: write `secrets.NAME`, without a field or a computed name.',
      ...range,
    },
  ]
}

function unknownSecret(
  name: string,
  { knownSecrets }: ScopeInfo,
  range: { start: number; end: number },
): ExpressionProblem[] {
  if (knownSecrets === undefined || knownSecrets.includes(name)) return []
  const near = nearest(name, knownSecrets)
  return [
    {
      code: 'unknown_secret',
      severity: 'warning',
      message: `The project has no secret \`${name}\`.`,
      suggestion: near === undefined ? 'Add it before the workflow runs.' : `Did you mean \`${near}\`?`,
      ...range,
    },
  ]
}

function checkStep(path: MemberPath, scope: ScopeInfo, tested: readonly NamePath[]): ExpressionProblem[] {
  const [step, ...fields] = path.segments
  if (step?.name === undefined) return []
  const id = String(step.name)
  const range = { start: step.start, end: step.end }
  const found = scope.steps.find(id)
  if (found.kind === 'hidden') {
    return [
      {
        code: 'step_not_visible',
        message: found.message,
        ...(found.suggestion === undefined ? {} : { suggestion: found.suggestion }),
        ...range,
      },
    ]
  }
  if (found.kind === 'unknown') {
    const suggestion = suggestStep(id, scope)
    return [{ code: 'unknown_step', message: `There is no step \`${id}\`.`, ...suggestion, ...range }]
  }
  return [
    ...checkAbsence(id, fields, found, tested),
    ...checkFields(stepSchema(found.output), ['steps', id], fields, tested),
  ]
}

function checkAbsence(
  id: string,
  [field, inside]: MemberSegment[],
  { absence }: Extract<StepLookup, { kind: 'visible' }>,
  tested: readonly NamePath[],
): ExpressionProblem[] {
  if (absence === undefined || field === undefined) return []
  const step =
    absence.of === 'step' && !field.isOptional ? missingStep(id, field, absence.reason, tested) : []
  if (step.length > 0 || field.name !== 'output' || inside === undefined || inside.isOptional) return step
  return missingOutput(id, inside, absence.reason, tested)
}

function suggestStep(id: string, scope: ScopeInfo): { suggestion?: string } {
  const ids = scope.steps.ids()
  const hyphenated = ids.find((known) => known.startsWith(`${id}-`))
  if (hyphenated !== undefined) return { suggestion: `Write \`${formatPath(['steps', hyphenated])}\`.` }
  const near = nearest(id, ids)
  if (near !== undefined) return { suggestion: `Did you mean \`${near}\`?` }
  if (ids.length === 0) return { suggestion: 'No step can have finished before this place.' }
  return {
    suggestion: `Steps that can be used here: ${ids
      .slice(0, 8)
      .map((known) => `\`${known}\``)
      .join(', ')}.`,
  }
}

function checkFields(
  schema: JsonSchema,
  parents: (string | number)[],
  segments: MemberSegment[],
  tested: readonly NamePath[],
): ExpressionProblem[] {
  let current = schema
  const path = [...parents]
  for (const segment of segments) {
    if (mayBeNull(current) && !segment.isOptional) {
      const problem = nullableValue(path, segment, tested)
      if (problem !== undefined) return [problem]
    }
    if (segment.name === undefined) return []
    const field = fieldOf(current, segment.name)
    if (field.kind === 'open') return []
    if (field.kind === 'missing') return [missingField(path, segment, field.known)]
    path.push(segment.name)
    current = field.schema
  }
  return []
}

const ROOT_NOUNS = {
  inputs: { code: 'unknown_input', noun: 'input' },
  vars: { code: 'unknown_var', noun: 'var' },
} as const

function missingField(path: (string | number)[], segment: MemberSegment, known: string[]): ExpressionProblem {
  const [root] = path
  const special = path.length === 1 && (root === 'inputs' || root === 'vars') ? ROOT_NOUNS[root] : undefined
  const near = nearest(String(segment.name), known)
  const listed = known
    .slice(0, 10)
    .map((name) => `\`${name}\``)
    .join(', ')
  return {
    code: special?.code ?? 'unknown_field',
    message: special
      ? `There is no ${special.noun} \`${segment.name}\`.`
      : `\`${formatPath(path)}\` has no field \`${segment.name}\`.`,
    suggestion:
      near !== undefined
        ? `Did you mean \`${near}\`?`
        : known.length > 0
          ? `It has ${listed}.`
          : `This workflow declares none: add it under \`${root}\`${root === 'vars' ? ', or as a variable of the project' : ''}.`,
    start: segment.start,
    end: segment.end,
  }
}
