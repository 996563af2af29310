import type { z } from 'zod'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { Step, StepFailure } from '@/server/language/contracts'
import { type EvaluationContext, evaluateValue, formatPath } from '../expressions'
import { KINDS, type TextRole } from './kinds'

export type EvaluatedConfig =
  /** `written`: the evaluated configuration before defaults, as the log shows it. `config`: what the kind gets. */
  { ok: true; written: JsonValue; config: unknown } | { ok: false; failure: StepFailure }

/**
 * Evaluates the expressions of a step's configuration and parses the result with its kind's schema.
 * Code and conditions stay as written: the kind runs those itself.
 */
export async function evaluateConfig(
  step: Pick<Step, 'kind' | 'config'>,
  context: EvaluationContext,
): Promise<EvaluatedConfig> {
  const evaluated = await evaluateTemplates(step.config, [], KINDS[step.kind].roleOf, context)
  return evaluated.ok ? parseConfig(step.kind, evaluated.value) : evaluated
}

/** Parses a configuration that is values all through, as calls from code are: nothing in it is evaluated. */
export function parseConfig(kindName: Step['kind'], written: JsonValue): EvaluatedConfig {
  const kind = KINDS[kindName]
  const parsed = (kind.runSchema ?? kind.schema).safeParse(written)
  if (parsed.success) return { ok: true, written, config: parsed.data }
  return { ok: false, failure: invalidConfig(kindName, parsed.error) }
}

type Evaluated = { ok: true; value: JsonValue } | { ok: false; failure: StepFailure }

async function evaluateTemplates(
  value: JsonValue,
  path: (string | number)[],
  roleOf: (path: (string | number)[]) => TextRole,
  context: EvaluationContext,
): Promise<Evaluated> {
  if (typeof value === 'string') {
    return roleOf(path) === 'template' ? evaluateValue(value, context, placeOf(path)) : { ok: true, value }
  }
  if (typeof value !== 'object' || value === null) return { ok: true, value }
  if (Array.isArray(value)) {
    const items: JsonValue[] = []
    for (const [index, item] of value.entries()) {
      const result = await evaluateTemplates(item, [...path, index], roleOf, context)
      if (!result.ok) return result
      items.push(result.value)
    }
    return { ok: true, value: items }
  }
  const fields: [string, JsonValue][] = []
  for (const [name, field] of Object.entries(value)) {
    const result = await evaluateTemplates(field, [...path, name], roleOf, context)
    if (!result.ok) return result
    fields.push([name, result.value])
  }
  return { ok: true, value: Object.fromEntries(fields) }
}

function placeOf([first, ...rest]: (string | number)[]): string {
  return first === undefined ? '' : formatPath([String(first), ...rest])
}

function invalidConfig(kind: string, error: z.ZodError): StepFailure {
  const problems = error.issues.slice(0, 10).map((issue): JsonObject => {
    const path = placeOf(issue.path.map((part) => (typeof part === 'number' ? part : String(part))))
    return { path, message: issue.message }
  })
  const told = problems.map(({ path, message }) =>
    path === '' ? String(message) : `\`${path}\`: ${message}`,
  )
  return {
    code: 'invalid_config',
    message: `The \`${kind}\` step cannot run with these values. ${told.join(' ')}`,
    retryable: false,
    details: { problems },
  }
}
