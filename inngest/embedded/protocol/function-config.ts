import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { EMBEDDED_ORIGIN } from './call'
import { checkCel } from './cel'
import { nextCronTick } from './cron'
import { parseWhen } from './time'

const concurrencyRule = z.object({
  limit: z.number().int().nonnegative(),
  key: z.string().optional(),
  scope: z.enum(['fn', 'env', 'account']).optional(),
})

const step = z.looseObject({
  runtime: z.looseObject({ type: z.string().optional(), url: z.string().optional() }).optional(),
  retries: z.object({ attempts: z.number().int().nonnegative().optional() }).optional(),
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
  steps: z.record(z.string(), step),
  concurrency: z
    .union([z.number().int().nonnegative(), concurrencyRule, z.array(concurrencyRule).max(2)])
    .optional(),
  cancel: z
    .array(z.object({ event: z.string().min(1), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  priority: z.object({ run: z.string().optional() }).nullish(),
  idempotency: z.string().nullish(),
  timeouts: z.object({ start: z.string().optional(), finish: z.string().optional() }).nullish(),
})

type Given = z.infer<typeof shape>

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
  /** Gives seconds, −600 to 600: by how much its runs go before others that are due at the same moment. */
  priority?: string
  /** Two events for which it gives the same within 24 hours start one run. */
  idempotency?: string
  /** A run that waits longer for its first call is cancelled. */
  startTimeoutMs?: number
  /** A run that takes longer from its first call on is cancelled. */
  finishTimeoutMs?: number
}

export interface RegisteredFunction {
  config: FunctionConfig
  /** Where it is called; null: in the engine's own process. */
  url: string | null
}

const DEFAULT_RETRIES = 3
const REFUSED = ['batchEvents', 'throttle', 'debounce', 'singleton', 'rateLimit']
const LIFECYCLE_EVENTS = [
  'inngest/function.finished',
  'inngest/function.failed',
  'inngest/function.cancelled',
]

/** Reads the functions of a registration; throws one error that names everything this engine does not do. */
export function parseFunctions(functions: unknown[]): RegisteredFunction[] {
  const problems: string[] = []
  const registered: RegisteredFunction[] = []
  for (const candidate of functions) {
    const parsed = shape.safeParse(candidate)
    if (!parsed.success) {
      problems.push(`${nameOf(candidate)} is not understood: ${z.prettifyError(parsed.error)}`)
      continue
    }
    const config = toConfig(parsed.data)
    problems.push(...problemsOf(parsed.data, config).map((problem) => `${parsed.data.id}: ${problem}`))
    registered.push({ config, url: calledAt(parsed.data) })
  }
  if (problems.length > 0) throw new AppError('invalid_input', problems.join(' '), { details: { problems } })
  return registered
}

function nameOf(candidate: unknown): string {
  const named = z.looseObject({ id: z.string().min(1) }).safeParse(candidate)
  return named.success ? `${named.data.id}: the function` : 'A function'
}

function toConfig(fn: Given): FunctionConfig {
  const events = fn.triggers.filter((trigger) => 'event' in trigger)
  const crons = fn.triggers.filter((trigger) => 'cron' in trigger)
  const { start, finish } = fn.timeouts ?? {}
  return {
    id: fn.id,
    name: fn.name ?? fn.id,
    events,
    crons: crons.map(({ cron, jitter }) => ({ cron, jitterMs: jitter ? durationMs(jitter) : 0 })),
    maxAttempts: (stepOf(fn)?.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    concurrency: concurrencyOf(fn.concurrency),
    cancel: fn.cancel ?? [],
    ...(fn.priority?.run ? { priority: fn.priority.run } : {}),
    ...(fn.idempotency ? { idempotency: fn.idempotency } : {}),
    ...(start ? { startTimeoutMs: durationMs(start) } : {}),
    ...(finish ? { finishTimeoutMs: durationMs(finish) } : {}),
  }
}

/** The SDK registers one step for each function, which stands for all of it. */
function stepOf(fn: Given): z.infer<typeof step> | undefined {
  return Object.values(fn.steps)[0]
}

function calledAt(fn: Given): string | null {
  const url = stepOf(fn)?.runtime?.url
  return url === undefined || url.startsWith(`${EMBEDDED_ORIGIN}/`) ? null : url
}

function durationMs(text: string): number {
  const when = parseWhen(text)
  return when?.kind === 'after' ? when.afterMs : Number.NaN
}

function concurrencyOf(given: Given['concurrency']): ConcurrencyRule[] {
  if (given === undefined) return []
  const rules = typeof given === 'number' ? [{ limit: given }] : Array.isArray(given) ? given : [given]
  // The SDK's meaning of 0 is "no limit".
  return rules.filter((rule) => rule.limit > 0).map((rule) => ({ scope: 'fn', ...rule }))
}

function problemsOf(fn: Given, config: FunctionConfig): string[] {
  const refused = REFUSED.filter((option) => fn[option] !== undefined && fn[option] !== null).map(
    (option) => `the embedded engine does not support "${option}"; remove it or use an Inngest server.`,
  )
  return [
    ...refused,
    ...runtimeProblems(fn),
    ...triggerProblems(config),
    ...expressionsOf(config).flatMap((expression) => problemsFrom(() => checkCel(expression))),
    ...durationProblems(fn, config),
  ]
}

function runtimeProblems(fn: Given): string[] {
  const { type, url } = stepOf(fn)?.runtime ?? {}
  if (type === 'ws') return ['the embedded engine calls functions over HTTP; "connect" is not supported.']
  if (url !== undefined && !/^https?:\/\//.test(url)) return [`"${url}" is not a URL that can be called.`]
  return []
}

function triggerProblems(config: FunctionConfig): string[] {
  const problems: string[] = []
  for (const { event } of config.events) {
    if (event.startsWith('inngest/') && !LIFECYCLE_EVENTS.includes(event))
      problems.push(`the embedded engine does not send "${event}".`)
    if (event.includes('*')) problems.push(`the embedded engine does not support the wildcard "${event}".`)
  }
  for (const { cron, jitterMs } of config.crons) {
    problems.push(...problemsFrom(() => nextCronTick(cron, new Date())))
    if (Number.isNaN(jitterMs)) problems.push(`the jitter of "${cron}" is not a duration such as 30s.`)
  }
  return problems
}

function expressionsOf(config: FunctionConfig): string[] {
  const all = [
    ...config.events.map((trigger) => trigger.expression),
    ...config.cancel.map((rule) => rule.if),
    ...config.concurrency.map((rule) => rule.key),
    config.priority,
    config.idempotency,
  ]
  return all.filter((expression) => expression !== undefined).filter((expression) => expression !== '')
}

function durationProblems(fn: Given, config: FunctionConfig): string[] {
  const problems: string[] = []
  for (const { timeout } of config.cancel)
    if (timeout && !parseWhen(timeout)) problems.push(`"${timeout}" is not a duration such as 1h30m.`)
  if (Number.isNaN(config.startTimeoutMs))
    problems.push(`timeouts.start "${fn.timeouts?.start}" is not a duration such as 1h30m.`)
  if (Number.isNaN(config.finishTimeoutMs))
    problems.push(`timeouts.finish "${fn.timeouts?.finish}" is not a duration such as 1h30m.`)
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
