import { z } from 'zod'
import { parseDuration } from '@/server/kernel/durations'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
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
  /** What to tell who puts a secret elsewhere. Absent: where secrets may stand at all. */
  secretsHint?: string
  /** What a text of the configuration is, by its path. */
  roleOf(path: ConfigPath): TextRole
  /** Names that a text of the configuration sees besides those of its place. */
  namesAt?(path: ConfigPath): [string, JsonSchema][]
  /** Whether a text of the configuration sees the steps inside: they have run by then. */
  seesInside?(path: ConfigPath): boolean
  /** Parts that the checks stand on, so no expression may take their place. */
  isFixed?(path: ConfigPath): boolean
  /** Only kinds that hold steps. */
  nested?: NestedSteps
  /** JSON Schema of the output, as far as it is known; `{}` when anything may come. */
  outputOf(config: JsonValue, declared: JsonSchema | undefined): JsonSchema
}

export type ConfigPath = readonly (string | number)[]

/** `branch`: one of several by name. `item`, `iteration`: run again and again. */
export interface NestedSteps {
  kind: 'branch' | 'item' | 'iteration'
  /** Where the lists stand in a configuration as written, in their order; of a broken one, what can be found. */
  listsIn(config: JsonValue): NestedList[]
  /** What a definition keeps of the configuration: all but the steps. */
  withoutSteps(config: JsonObject): JsonObject
  /** The configuration as it is written, from what `withoutSteps` kept and the lists, in their order. */
  withSteps(config: JsonObject, lists: { name: string; steps: JsonValue[] }[]): JsonObject
}

export interface NestedList {
  name?: string
  path: ConfigPath
  /** An expression that was true when the list began. */
  condition?: string
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
export function durationField(description: string, limits: { maxMs?: number; mayBeZero?: boolean } = {}) {
  return z
    .string({ error: 'Expected a duration such as `30s` or `1h30m`.' })
    .transform((text, context) => {
      const durationMs = wholeDuration(text)
      const problem = durationProblem(text, durationMs, limits)
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

/** Whole milliseconds, so that a duration can be written down again exactly. */
function wholeDuration(text: string): number | undefined {
  const durationMs = parseDuration(text)
  return durationMs === undefined ? undefined : Math.round(durationMs)
}

function durationProblem(
  text: string,
  durationMs: number | undefined,
  { maxMs, mayBeZero }: { maxMs?: number; mayBeZero?: boolean },
): string | undefined {
  if (durationMs === undefined) return `\`${text}\` is not a duration such as \`30s\` or \`1h30m\`.`
  if (durationMs <= 0 && !mayBeZero) return 'A duration is longer than nothing.'
  if (!Number.isSafeInteger(durationMs)) return 'This duration is longer than can be counted.'
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

/** An expression without `${{ }}`; YAML gives `true` and `false` as booleans. */
export function conditionField(description: string) {
  return z
    .union([z.string().min(1, { error: 'The condition is empty.' }), z.boolean()], {
      error: 'Expected an expression such as `inputs.count > 0`.',
    })
    .transform(String)
    .meta({ description })
}

/** Names of events: letters, digits and `. _ - / :`. */
export const eventNameField = z.string().regex(/^[A-Za-z0-9._\-/:]{1,100}$/, {
  error: 'The name of an event has letters, digits, `.`, `_`, `-`, `/` and `:`, at most 100.',
})

/** A text, or a number or truth value as text. */
export const scalarTextField = z
  .union([z.string(), z.number(), z.boolean()], { error: 'Expected a text, a number or true or false.' })
  .transform(String)

export function isMapping(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A mapping without some of its keys. */
export function omit(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

/** The schema of what may be anything, and may be nothing: reading a field of it needs `?.`. */
export const ANY_OR_NULL: JsonSchema = {
  type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
}

/** A text that is a template everywhere: the usual role. */
export function onlyTemplates(): TextRole {
  return 'template'
}
