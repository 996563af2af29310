import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { nearest } from '../expressions'
import { applyDefaults, checkValue, describe, type ValueProblem } from './json-schema'

export type CheckedInputs = { ok: true; inputs: JsonObject } | { ok: false; problems: ValueProblem[] }

/** The inputs of a run: defaults filled in at any depth, then checked. Nothing is coerced. */
export function checkInputs(
  definition: Pick<WorkflowDefinition, 'inputs'>,
  values: JsonValue,
): CheckedInputs {
  if (!isObject(values)) {
    return { ok: false, problems: [{ path: '', message: `Expected an object, got ${describe(values)}.` }] }
  }
  const problems: ValueProblem[] = Object.keys(values)
    .filter((name) => !Object.hasOwn(definition.inputs, name))
    .map((name) => ({ path: name, message: unknownInput(name, Object.keys(definition.inputs)) }))
  const inputs: JsonObject = {}
  for (const [name, schema] of Object.entries(definition.inputs)) {
    const given = Object.hasOwn(values, name) ? values[name] : schema.default
    if (given === undefined) {
      problems.push({ path: name, message: 'It is required.' })
      continue
    }
    const value = applyDefaults(schema, given)
    problems.push(
      ...checkValue(schema, value).map(({ path, message }) => ({ path: join(name, path), message })),
    )
    inputs[name] = value
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, inputs }
}

function unknownInput(name: string, known: string[]): string {
  const near = nearest(name, known)
  return near === undefined
    ? 'The workflow has no such input.'
    : `The workflow has no such input. Did you mean \`${near}\`?`
}

function join(name: string, path: string): string {
  return path === '' || path.startsWith('[') ? name + path : `${name}.${path}`
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
