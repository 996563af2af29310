import { ownCounter, ownHistogram } from './registry'

const SHORT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const LONG_SECONDS = [...SHORT_SECONDS, 60, 300, 1_800]

const wave = ownHistogram({
  name: 'pawl_wave_duration_seconds',
  help: 'How long waves took: what a run did from being called until only waits remained.',
  buckets: LONG_SECONDS,
})

const step = ownHistogram({
  name: 'pawl_step_duration_seconds',
  help: 'How long attempts at steps took, by step kind, without waiting.',
  labelNames: ['kind'],
  buckets: LONG_SECONDS,
})

const call = ownHistogram({
  name: 'pawl_engine_call_duration_seconds',
  help: 'How long calls of functions by the embedded engine took.',
  buckets: LONG_SECONDS,
})

const queueWait = ownHistogram({
  name: 'pawl_engine_queue_wait_seconds',
  help: 'How long calls waited from being due until this process took them.',
  buckets: SHORT_SECONDS,
})

const request = ownHistogram({
  name: 'pawl_http_request_duration_seconds',
  help: 'How long HTTP requests took, by method and class of status; live streams are left out.',
  labelNames: ['method', 'status'],
  buckets: SHORT_SECONDS,
})

const endedStreams = ownCounter({ name: 'pawl_http_streams_total', help: 'Live streams that ended.' })

/** Makes the figures that are 0 at first visible from the start: an alert needs a series to compare with. */
export function startInstruments(): void {
  for (const instrument of [wave, step, call, queueWait, request, endedStreams]) instrument()
}

export function observeWave(durationMs: number): void {
  wave().observe(durationMs / 1_000)
}

/** `kind` is a step kind's name, of which there are few. */
export function observeStep(kind: string, durationMs: number): void {
  step().observe({ kind }, durationMs / 1_000)
}

/** What the embedded engine tells of each call; `EngineOptions.metrics`. */
export const engineMetrics = {
  callLatency: (durationMs: number): void => call().observe(durationMs / 1_000),
  queueWait: (durationMs: number): void => queueWait().observe(durationMs / 1_000),
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export function observeRequest(answered: { method: string; status: number; durationMs: number }): void {
  const method = METHODS.has(answered.method) ? answered.method : 'other'
  const status = `${Math.floor(answered.status / 100)}xx`
  request().observe({ method, status }, answered.durationMs / 1_000)
}

export function countStream(): void {
  endedStreams().inc()
}
