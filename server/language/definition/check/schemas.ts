import { isTemplate } from '../../expressions'
import { checkJsonSchema, checkValue } from '../json-schema'
import { NAME_PATTERN } from '../kinds/kind'
import { childOf, keyRangeAt, rangeAt, type SourceNode, textsOf, toJson } from '../source/node'
import type { ProblemList } from '../source/problems'
import { allSteps, type StepList } from './draft'

/** Checks every JSON Schema of the document, and that defaults satisfy their own. */
export function checkSchemas(
  { root, top, last }: { root: SourceNode; top: StepList; last: StepList },
  problems: ProblemList,
): void {
  const inputs = childOf(root, 'inputs')
  if (inputs?.kind === 'map') {
    for (const [name, entry] of inputs.entries) {
      if (!NAME_PATTERN.test(name)) {
        problems.add(entry.key, {
          code: 'invalid_key',
          message: 'The name of an input has letters, digits and `_`, and starts with a letter.',
        })
      }
      if (checkSchema(entry.node, entry.key, problems)) checkDefault(entry.node, problems)
    }
  }
  for (const step of allSteps(top, last)) {
    const output = step.node.entries.get('output')
    if (output !== undefined && step.list.kind !== 'undo') checkSchema(output.node, output.key, problems)
    const form =
      step.kind === 'approval' && step.config?.kind === 'map' ? step.config.entries.get('form') : undefined
    if (form !== undefined && checkSchema(form.node, form.key, problems))
      checkForm(form.node, form.key, problems)
  }
}

/** Whether the schema is sound. What holds expressions is left alone: nobody knows yet what it will be. */
function checkSchema(node: SourceNode, at: { start: number; end: number }, problems: ProblemList): boolean {
  const found = checkJsonSchema(toJson(node)).filter(
    ({ path, atKey }) => atKey || !holdsTemplate(childAt(node, path)),
  )
  for (const { path, atKey, message, suggestion } of found) {
    const range =
      path.length === 0 && node.kind !== 'scalar' ? at : atKey ? keyRangeAt(node, path) : rangeAt(node, path)
    problems.add(range, {
      code: 'invalid_schema',
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  }
  return found.length === 0
}

function checkDefault(node: SourceNode, problems: ProblemList): void {
  const value = childOf(node, 'default')
  if (value === undefined) return
  if (holdsTemplate(value)) {
    problems.add(value, {
      code: 'not_evaluated',
      message: 'Expressions in the `default` of an input are not evaluated.',
    })
    return
  }
  const schema = toJson(node)
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return
  const [problem] = checkValue(schema, toJson(value))
  if (problem === undefined) return
  const place = problem.path === '' ? '' : `\`${problem.path}\`: `
  problems.add(rangeAt(node, ['default']), {
    code: 'invalid_default',
    message: `The default does not fit its own schema. ${place}${problem.message}`,
  })
}

function checkForm(form: SourceNode, at: { start: number; end: number }, problems: ProblemList): void {
  const type = childOf(form, 'type')
  const properties = childOf(form, 'properties')
  const isObject = type === undefined || (type.kind === 'scalar' && type.value === 'object')
  if (!isObject || properties?.kind !== 'map') {
    problems.add(type ?? at, {
      code: 'invalid_schema',
      message: 'A form is an object with `properties`, one for each field.',
      suggestion: 'Write `type: object` and `properties:`.',
    })
    return
  }
  for (const entry of properties.entries.values()) {
    const value = childOf(entry.node, 'default')
    if (value !== undefined && !holdsTemplate(entry.node)) checkDefault(entry.node, problems)
  }
}

function childAt(node: SourceNode, path: (string | number)[]): SourceNode | undefined {
  return path.reduce<SourceNode | undefined>(childOf, node)
}

function holdsTemplate(node: SourceNode | undefined): boolean {
  if (node === undefined) return false
  for (const { text } of textsOf(node)) if (isTemplate(text)) return true
  return false
}
