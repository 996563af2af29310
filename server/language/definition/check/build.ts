import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import type { RetryPolicy, Step, WorkflowDefinition } from '@/server/language/contracts'
import { bareExpression } from '../../expressions'
import type { WorkflowFields, WrittenRetry } from '../fields'
import { KINDS } from '../kinds'
import { toJson } from '../source/node'
import type { SourceDocument } from '../source/read'
import type { StepDraft, StepList } from './draft'
import type { Order } from './order'

/** The definition of a document that passed every check. */
export function buildDefinition(
  fields: WorkflowFields,
  top: StepList,
  order: Order,
  document: SourceDocument,
): WorkflowDefinition {
  const steps = buildSteps(top, fields.defaults?.retry, order, document)
  return {
    version: 1,
    name: fields.name,
    ...defined({ title: fields.title, description: fields.description }),
    tags: fields.tags ?? [],
    ...defined({ runTitle: fields.runTitle }),
    // `checkSchemas` refused every input that is not a JSON Schema.
    inputs: (fields.inputs ?? {}) as Record<string, JsonSchema>,
    vars: fields.vars ?? {},
    ...defined({ timeoutMs: fields.timeout }),
    steps,
    ...defined({ output: fields.output }),
  }
}

function buildSteps(
  list: StepList,
  defaultRetry: WrittenRetry | undefined,
  order: Order,
  document: SourceDocument,
): Step[] {
  return list.steps.map((step) => {
    const { fields, kind, config, id } = step
    if (kind === undefined || config === undefined || id === undefined) {
      throw new Error('A step without id or kind passed the checks.')
    }
    const inner = step.inner.map((branch) => ({
      name: branch.name ?? '',
      steps: buildSteps(branch, defaultRetry, order, document),
    }))
    return {
      id,
      kind,
      ...defined({ name: fields.name, description: fields.description }),
      config: configOf(step, toJson(config)),
      needs: order.needsOf(step),
      ...defined({ if: fields.if === undefined ? undefined : bareExpression(fields.if) }),
      retry: retryOf(step, defaultRetry),
      ...defined({ timeoutMs: fields.timeout }),
      onError: fields.onError ?? 'fail',
      ...defined({ output: fields.output }),
      ...(kind === 'parallel' ? { branches: inner } : {}),
      ...(kind === 'forEach' ? { body: inner[0]?.steps ?? [] } : {}),
      line: document.lineAt(step.node.start),
    }
  })
}

/** As written, without the steps inside: those are `branches` and `body`. */
function configOf(step: StepDraft, config: JsonValue): JsonValue {
  const hasSteps = step.kind === 'parallel' || step.kind === 'forEach'
  if (!hasSteps || typeof config !== 'object' || config === null || Array.isArray(config)) return config
  const { branches: _branches, steps: _steps, ...rest } = config
  return rest
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
