import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import type { RetryPolicy, Step, WorkflowDefinition } from '@/server/language/contracts'
import { bareExpression } from '../../expressions'
import type { WorkflowFields, WrittenRetry } from '../fields'
import { KINDS } from '../kinds'
import { isMapping } from '../kinds/kind'
import { toJson } from '../source/node'
import type { SourceDocument } from '../source/read'
import type { StepDraft, StepList } from './draft'
import type { Order } from './order'

/** What a definition is built from besides the fields of the workflow. */
export interface BuildSource {
  document: Pick<SourceDocument, 'lineAt'>
  top: StepList
  last: StepList
  order: Order
}

/** The definition of a document that passed every check. */
export function buildDefinition(fields: WorkflowFields, source: BuildSource): WorkflowDefinition {
  const retry = fields.defaults?.retry
  const last = source.last.steps.length > 0 ? buildSteps(source.last, retry, source) : undefined
  return {
    version: 1,
    name: fields.name,
    ...defined({ title: fields.title, description: fields.description }),
    tags: fields.tags ?? [],
    ...defined({ runTitle: fields.runTitle }),
    // `checkSchemas` refused every input that is not a JSON Schema.
    inputs: (fields.inputs ?? {}) as Record<string, JsonSchema>,
    vars: fields.vars ?? {},
    ...defined({ timeoutMs: fields.timeout, concurrency: fields.concurrency, rollback: fields.rollback }),
    steps: buildSteps(source.top, retry, source),
    ...defined({ finally: last, output: fields.output }),
  }
}

/** The steps of a list that passed every check. */
export function buildSteps(
  list: StepList,
  defaultRetry: WrittenRetry | undefined,
  source: Pick<BuildSource, 'order' | 'document'>,
): Step[] {
  const build = (inner: StepList) => buildSteps(inner, defaultRetry, source)
  return list.steps.map((step) => {
    const { fields, kind, config, id, handler, undo } = step
    if (kind === undefined || config === undefined || id === undefined) {
      throw new Error('A step without id or kind passed the checks.')
    }
    return {
      id,
      kind,
      ...defined({ name: fields.name, description: fields.description }),
      config: configOf(step, toJson(config)),
      needs: source.order.needsOf(step),
      ...defined({ if: fields.if === undefined ? undefined : bareExpression(fields.if) }),
      retry: retryOf(step, defaultRetry),
      ...defined({ timeoutMs: fields.timeout, delayMs: fields.delay }),
      onError: typeof fields.onError === 'object' ? 'handle' : (fields.onError ?? 'fail'),
      ...(handler ? { handler: build(handler) } : {}),
      ...(undo ? defined({ undo: build(undo)[0] }) : {}),
      ...(fields.cache ? { cache: { key: fields.cache.key, ttlMs: fields.cache.ttl } } : {}),
      ...defined({ concurrency: fields.concurrency }),
      ...(fields.sensitive ? { sensitive: true } : {}),
      ...defined({ output: fields.output }),
      ...listsOfKind(step, build),
      line: source.document.lineAt(step.node.start),
    }
  })
}

function listsOfKind({ kind, inner }: StepDraft, build: (list: StepList) => Step[]): Partial<Step> {
  const nested = kind === undefined ? undefined : KINDS[kind].nested
  if (nested === undefined) return {}
  if (nested.kind === 'branch') {
    return { branches: inner.map((list) => ({ name: list.name ?? '', steps: build(list) })) }
  }
  return { body: inner.flatMap(build) }
}

/** As written, without the steps inside: those are `branches` and `body`. */
function configOf({ kind }: StepDraft, config: JsonValue): JsonValue {
  const nested = kind === undefined ? undefined : KINDS[kind].nested
  return nested !== undefined && isMapping(config) ? nested.withoutSteps(config) : config
}

function retryOf(step: StepDraft, defaults: WrittenRetry | undefined): RetryPolicy {
  const builtIn = step.kind === undefined ? 'none' : KINDS[step.kind].retry
  if (builtIn === 'none') return { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false }
  const written = { ...defaults, ...step.fields.retry }
  const { attempts = builtIn.attempts, backoff, delay, maxDelay, jitter, on } = written
  // A retry that names no pauses gets those of a network call: `delay: 0` would hammer.
  const pauses = builtIn.attempts > 1 ? builtIn : FIRST_PAUSES
  const policy: RetryPolicy =
    attempts === 1
      ? {
          attempts,
          backoff: backoff ?? builtIn.backoff,
          delayMs: delay ?? 0,
          maxDelayMs: maxDelay ?? 0,
          jitter: jitter ?? false,
        }
      : {
          attempts,
          backoff: backoff ?? pauses.backoff,
          delayMs: delay ?? pauses.delayMs,
          maxDelayMs: maxDelay ?? Math.max(pauses.maxDelayMs, delay ?? 0),
          jitter: jitter ?? pauses.jitter,
        }
  return on === undefined ? policy : { ...policy, on }
}

const FIRST_PAUSES = { backoff: 'exponential', delayMs: 1_000, maxDelayMs: 30_000, jitter: true } as const

function defined<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  // Only fields without a value are left out.
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }
}
