import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { RetryPolicy, Step } from '@/server/language/contracts'
import { printDuration } from '../print-duration'

/** A step as its document names things, without the steps inside, which are compared by themselves. */
export function stepFields(step: Step): JsonObject {
  const { id, kind, config, retry, branches, cache, concurrency } = step
  return {
    id,
    ...text('name', step.name),
    ...text('description', step.description),
    needs: step.needs,
    ...text('if', step.if),
    [kind]: config,
    ...(branches === undefined ? {} : { branches: branches.map(({ name }) => name) }),
    ...(step.output === undefined ? {} : { output: step.output }),
    retry: retryFields(retry),
    ...duration('timeout', step.timeoutMs),
    ...duration('delay', step.delayMs),
    ...(cache === undefined ? {} : { cache: { key: cache.key, ttl: durationText(cache.ttlMs) } }),
    ...(concurrency === undefined ? {} : { concurrency: { ...concurrency } }),
    ...(step.sensitive === undefined ? {} : { sensitive: step.sensitive }),
    onError: step.onError,
  }
}

export function duration(name: string, durationMs: number | undefined): JsonObject {
  return durationMs === undefined ? {} : { [name]: durationText(durationMs) }
}

/** No pause at all is written, too: it is half of a change. */
function durationText(durationMs: number): string {
  return durationMs === 0 ? '0s' : printDuration(durationMs)
}

export function text(name: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value }
}

function retryFields({ attempts, backoff, delayMs, maxDelayMs, jitter, on }: RetryPolicy): JsonObject {
  return {
    attempts,
    backoff,
    delay: durationText(delayMs),
    maxDelay: durationText(maxDelayMs),
    jitter,
    ...(on === undefined ? {} : { on }),
  }
}
