import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { checkCel } from './cel'
import { nextCronTick } from './cron'
import { parseWhen } from './time'

const concurrencyRule = z.object({
  limit: z.number().int().nonnegative(),
  key: z.string().optional(),
  scope: z.enum(['fn', 'env', 'account']).optional(),
})

const shape = z.looseObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.object({ event: z.string().min(1), expression: z.string().optional() }),
      z.object({ cron: z.string().min(1), jitter: z.string().optional() }),
    ]),
  ),
  steps: z.record(
    z.string(),
    z.looseObject({ retries: z.object({ attempts: z.number().int().nonnegative().optional() }).optional() }),
  ),
  concurrency: z
    .union([z.number().int().nonnegative(), concurrencyRule, z.array(concurrencyRule).max(2)])
    .optional(),
  cancel: z
    .array(z.object({ event: z.string().min(1), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
})

export interface EventTrigger {
  event: string
  expression?: string
}

export interface CronTrigger {
  cron: string
  jitterMs: number
}

export interface ConcurrencyRule {
  limit: number
  key?: string
  scope: 'fn' | 'env' | 'account'
}

export interface CancelRule {
  event: string
  if?: string
  timeout?: string
}

/** What the engine keeps of a registered function. */
export interface FunctionConfig {
  id: string
  name: string
  events: EventTrigger[]
  crons: CronTrigger[]
  /** Tries in all: the SDK registers the number of *re*tries (`retries: 0` is one try, the default is 3). */
  maxAttempts: number
  concurrency: ConcurrencyRule[]
  cancel: CancelRule[]
}

const DEFAULT_RETRIES = 3
const REFUSED = [
  'batchEvents',
  'throttle',
  'debounce',
  'singleton',
  'rateLimit',
  'priority',
  'timeouts',
  'idempotency',
]
const LIFECYCLE_EVENTS = [
  'inngest/function.finished',
  'inngest/function.failed',
  'inngest/function.cancelled',
]

/** Reads the functions of a registration; throws one error that names everything this engine does not do. */
export function parseFunctions(functions: unknown[]): FunctionConfig[] {
  const problems: string[] = []
  const configs: FunctionConfig[] = []
  for (const candidate of functions) {
    const parsed = shape.safeParse(candidate)
    if (!parsed.success) {
      problems.push(`A function is not understood: ${z.prettifyError(parsed.error)}`)
      continue
    }
    const config = toConfig(parsed.data)
    problems.push(...problemsOf(parsed.data, config).map((problem) => `${parsed.data.id}: ${problem}`))
    configs.push(config)
  }
  if (problems.length > 0) throw new AppError('invalid_input', problems.join(' '), { details: { problems } })
  return configs
}

function toConfig(fn: z.infer<typeof shape>): FunctionConfig {
  const events = fn.triggers.filter((trigger) => 'event' in trigger)
  const crons = fn.triggers.filter((trigger) => 'cron' in trigger)
  const retries = Object.values(fn.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES
  return {
    id: fn.id,
    name: fn.name ?? fn.id,
    events,
    crons: crons.map(({ cron, jitter }) => ({ cron, jitterMs: jitter ? durationMs(jitter) : 0 })),
    maxAttempts: retries + 1,
    concurrency: concurrencyOf(fn.concurrency),
    cancel: fn.cancel ?? [],
  }
}

function durationMs(text: string): number {
  const when = parseWhen(text)
  return when?.kind === 'after' ? when.afterMs : Number.NaN
}

function concurrencyOf(given: z.infer<typeof shape>['concurrency']): ConcurrencyRule[] {
  if (given === undefined) return []
  const rules = typeof given === 'number' ? [{ limit: given }] : Array.isArray(given) ? given : [given]
  // The SDK's meaning of 0 is "no limit".
  return rules.filter((rule) => rule.limit > 0).map((rule) => ({ scope: 'fn', ...rule }))
}

function problemsOf(fn: z.infer<typeof shape>, config: FunctionConfig): string[] {
  const problems = REFUSED.filter((option) => fn[option] !== undefined && fn[option] !== null).map(
    (option) => `the embedded engine does not support "${option}"; remove it or use an Inngest server.`,
  )
  for (const { event } of config.events) {
    if (event.startsWith('inngest/') && !LIFECYCLE_EVENTS.includes(event))
      problems.push(`the embedded engine does not send "${event}".`)
    if (event.includes('*')) problems.push(`the embedded engine does not support the wildcard "${event}".`)
  }
  for (const { cron, jitterMs } of config.crons) {
    problems.push(...problemsFrom(() => nextCronTick(cron, new Date())))
    if (Number.isNaN(jitterMs)) problems.push(`the jitter of "${cron}" is not a duration such as 30s.`)
  }
  const expressions = [
    ...config.events.map((trigger) => trigger.expression),
    ...config.cancel.map((rule) => rule.if),
    ...config.concurrency.map((rule) => rule.key),
  ]
  for (const expression of expressions)
    if (expression) problems.push(...problemsFrom(() => checkCel(expression)))
  for (const { timeout } of config.cancel)
    if (timeout && !parseWhen(timeout)) problems.push(`"${timeout}" is not a duration such as 1h30m.`)
  return problems
}

function problemsFrom(check: () => unknown): string[] {
  try {
    check()
    return []
  } catch (error) {
    if (AppError.is(error)) return [error.message]
    throw error
  }
}
