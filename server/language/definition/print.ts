import { stringify } from 'yaml'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { RetryPolicy, Step, WorkflowDefinition } from '@/server/language/contracts'
import { canonical } from './json-schema'
import { KINDS } from './kinds'
import { isMapping } from './kinds/kind'
import { printDuration } from './print-duration'

/** The definition as YAML in the order of the reference. Checked again, it gives the same digest. */
export function printWorkflow(definition: WorkflowDefinition): string {
  return stringify(writeWorkflow(definition), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    // Not `~` and no merge keys: what other tools read is what is meant.
    version: '1.2',
  })
}

function writeWorkflow(definition: WorkflowDefinition): JsonObject {
  const { concurrency, timeoutMs, steps, finally: last } = definition
  return {
    version: definition.version,
    name: definition.name,
    ...given({ title: definition.title, description: definition.description }),
    ...(definition.tags.length > 0 ? { tags: definition.tags } : {}),
    ...given({ runTitle: definition.runTitle }),
    ...(isEmpty(definition.inputs) ? {} : { inputs: definition.inputs }),
    ...(isEmpty(definition.vars) ? {} : { vars: definition.vars }),
    ...(concurrency ? { concurrency: { ...concurrency } } : {}),
    ...(timeoutMs === undefined ? {} : { timeout: printDuration(timeoutMs) }),
    ...given({ rollback: definition.rollback }),
    steps: writeSteps(steps),
    ...given({ output: definition.output }),
    ...(last ? { finally: writeSteps(last) } : {}),
  }
}

function writeSteps(steps: readonly Step[]): JsonValue[] {
  return steps.map((step, index) => {
    const above = steps[index - 1]
    const isUsual = canonical(step.needs) === canonical(above === undefined ? [] : [above.id])
    const { concurrency } = step
    return {
      id: step.id,
      ...given({ name: step.name, description: step.description }),
      ...(isUsual ? {} : { needs: step.needs }),
      ...writeBody(step),
      ...(step.delayMs === undefined ? {} : { delay: printDuration(step.delayMs) }),
      ...(step.onError === 'continue' ? { onError: 'continue' } : {}),
      ...(step.handler ? { onError: { steps: writeSteps(step.handler) } } : {}),
      ...(step.undo ? { undo: writeBody(step.undo) } : {}),
      ...(step.cache ? { cache: { key: step.cache.key, ttl: printDuration(step.cache.ttlMs) } } : {}),
      ...(concurrency ? { concurrency: { ...concurrency } } : {}),
      ...given({ sensitive: step.sensitive, output: step.output }),
    }
  })
}

/** What an `undo` has, too. */
function writeBody(step: Step): JsonObject {
  return {
    ...given({ if: step.if }),
    [step.kind]: writeConfig(step),
    ...(isBuiltIn(step) ? {} : { retry: writePolicy(step.retry) }),
    ...(step.timeoutMs === undefined ? {} : { timeout: printDuration(step.timeoutMs) }),
  }
}

function writeConfig({ kind, config, branches, body }: Step): JsonValue {
  const { nested } = KINDS[kind]
  if (nested === undefined || !isMapping(config)) return config
  const lists = branches ?? [{ name: '', steps: body ?? [] }]
  return nested.withSteps(
    config,
    lists.map(({ name, steps }) => ({ name, steps: writeSteps(steps) })),
  )
}

function isBuiltIn({ kind, retry }: Step): boolean {
  const builtIn = KINDS[kind].retry
  return builtIn === 'none' || canonical({ ...builtIn }) === canonical({ ...retry })
}

/** A pause of nothing is not written: it belongs to policies that try once. */
function writePolicy({ attempts, backoff, delayMs, maxDelayMs, jitter, on }: RetryPolicy): JsonObject {
  return {
    attempts,
    backoff,
    ...(delayMs > 0 ? { delay: printDuration(delayMs) } : {}),
    ...(maxDelayMs > 0 ? { maxDelay: printDuration(maxDelayMs) } : {}),
    jitter,
    ...(on ? { on } : {}),
  }
}

function given(fields: { [name: string]: JsonValue | undefined }): JsonObject {
  const entries = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}

function isEmpty(value: JsonObject): boolean {
  return Object.keys(value).length === 0
}
