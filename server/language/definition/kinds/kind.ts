import { z } from 'zod'
import { parseDuration } from '@/server/kernel/durations'
import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import type { RetryPolicy, StepKindName } from '@/server/language/contracts'

/** What the language knows of a step kind: how it is written, checked, explained and run. */
export interface KindDefinition {
  name: StepKindName
  /** One line for lists and completion. */
  title: string
  /** Markdown for hover and reference. */
  docs: string
  /** The configuration as the document writes it, after its expressions are evaluated. */
  schema: z.ZodType
  /** What runs: the same without nested steps. Absent: `schema`. */
  runSchema?: z.ZodType
  /** `none`: trying again cannot help, so `retry` is refused. */
  retry: RetryPolicy | 'none'
  /** Fields whose texts may hold `${{ secrets.NAME }}`: they reach the network edge only. */
  secretFields: string[]
  /** What a text of the configuration is, by its path. */
  roleOf(path: readonly (string | number)[]): TextRole
  /** JSON Schema of the output, as far as it is known; `{}` when anything may come. */
  outputOf(config: JsonValue, declared: JsonSchema | undefined): JsonSchema
}

/**
 * `template`: `${{ … }}` in it are evaluated before the step runs. `condition`, `program`: JavaScript that
 * the kind evaluates itself. `late`: a template that the kind evaluates itself, when needed.
 */
export type TextRole = 'template' | 'condition' | 'program' | 'late'

/** Trying once: the built-in policy of kinds whose result would be the same again. */
export const ONCE: RetryPolicy = { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false }

/** Three attempts with growing pauses: the built-in policy of kinds that talk to the outside. */
export const NETWORK_RETRY: RetryPolicy = {
  attempts: 3,
  backoff: 'exponential',
  delayMs: 1_000,
  maxDelayMs: 30_000,
  jitter: true,
}

const DURATION_PATTERN = '^(\\d+(\\.\\d+)?(ms|[smhdw]))+$'

/** `90s`, `1h30m`, `2d`: read as milliseconds. */
export function durationField(description: string, limits: { maxMs?: number } = {}) {
  return z
    .string({ error: 'Expected a duration such as `30s` or `1h30m`.' })
    .transform((text, context) => {
      const durationMs = parseDuration(text)
      const problem = durationProblem(text, durationMs, limits.maxMs)
      if (problem !== undefined) {
        context.issues.push({
          code: 'custom',
          message: problem,
          input: text,
          params: { code: 'invalid_duration' },
        })
      }
      return durationMs ?? 0
    })
    .meta({ description, pattern: DURATION_PATTERN, examples: ['30s', '5m', '1h30m'] })
}

function durationProblem(
  text: string,
  durationMs: number | undefined,
  maxMs: number | undefined,
): string | undefined {
  if (durationMs === undefined) return `\`${text}\` is not a duration such as \`30s\` or \`1h30m\`.`
  if (durationMs <= 0 || !Number.isSafeInteger(Math.round(durationMs)))
    return 'A duration is longer than nothing.'
  if (maxMs !== undefined && durationMs > maxMs) return `At most ${maxMs / 1_000}s are allowed here.`
  return undefined
}

/** Any JSON value. */
export function jsonField(description: string) {
  return z
    .custom<JsonValue>((value) => value !== undefined, { error: 'Expected a value.' })
    .meta({ description })
}

/** A JSON Schema; what stands in it is checked apart. */
export function schemaField(description: string) {
  return z
    .record(
      z.string(),
      z.custom<JsonValue>(() => true),
    )
    .meta({ description })
}

/** Ids of steps and branches: letters, digits, `_` and `-`, starting with a letter. */
export const idField = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, {
  error: 'An id starts with a letter and has letters, digits, `_` and `-`, at most 64.',
})

/** Names that expressions use: letters, digits and `_`. */
export const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** Stands for a list of steps in a kind's schema; the steps are checked one by one elsewhere. */
export const stepsField = z
  .array(
    z.custom<JsonValue>(() => true),
    { error: 'Expected a list of steps.' },
  )
  .min(1, { error: 'Expected at least one step.' })
  .meta({ description: 'Steps, run one after another unless they say what they need.', 'x-steps': true })

/** A text that is a template everywhere: the usual role. */
export function onlyTemplates(): TextRole {
  return 'template'
}
