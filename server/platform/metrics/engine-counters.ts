import type { Figure } from './format-metrics'

/** What the embedded engine counts in its process. */
export interface EngineCounters {
  isRunning: boolean
  isListening: boolean
  inFlight: number
  callsMade: number
  answersStale: number
  leasesLost: number
  callsTakenOver: number
}

// The worker and Next's routes are separate module copies of one process.
const shared = globalThis as unknown as { pawlEngineCounters?: () => EngineCounters }

/** Makes an engine's counters readable in this process, until the returned function is called. */
export function exposeEngine(read: () => EngineCounters): () => void {
  shared.pawlEngineCounters = read
  return () => {
    if (shared.pawlEngineCounters === read) delete shared.pawlEngineCounters
  }
}

/** Undefined where this process runs no embedded engine. */
export function engineCounters(): EngineCounters | undefined {
  return shared.pawlEngineCounters?.()
}

/** Empty where this process runs no embedded engine. */
export function engineFigures(): Figure[] {
  const counters = engineCounters()
  if (!counters) return []
  const gauge = (name: string, value: number, help: string): Figure => ({ name, help, type: 'gauge', value })
  const counter = (name: string, value: number, help: string): Figure => ({
    name,
    help,
    type: 'counter',
    value,
  })
  const { inFlight, isListening, callsMade, leasesLost, callsTakenOver, answersStale } = counters
  return [
    gauge('pawl_engine_calls_in_flight', inFlight, 'Calls under way in this process.'),
    gauge(
      'pawl_engine_listening',
      isListening ? 1 : 0,
      '1 while this process hears of work at once, 0 while it only polls.',
    ),
    counter('pawl_engine_calls_total', callsMade, 'Calls made by this process.'),
    counter(
      'pawl_engine_leases_lost_total',
      leasesLost,
      'How often this process was taken for dead and began anew.',
    ),
    counter(
      'pawl_engine_calls_taken_over_total',
      callsTakenOver,
      'Calls of dead processes that this one set free.',
    ),
    counter(
      'pawl_engine_stale_answers_total',
      answersStale,
      'Answers that came after another process had taken the call.',
    ),
  ]
}
