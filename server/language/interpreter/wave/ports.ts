import type { RunStatus } from '@/server/kernel/statuses'
import type { RunStore, StepKind, StepKindName, StepPorts } from '../../contracts'

export interface Clock {
  now(): Date
  /** Resolves when the time is over or the signal aborts, whatever comes first; never rejects. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
  /** Resolves once all that is happening right now has happened, so that its results are committed together. */
  tick(): Promise<void>
}

/** Why a sleep ends early. A reason of its own: to make an error for each would cost more than the sleep. */
export const NOT_NEEDED = 'It is not needed any more.'

/** All that a wave touches of the world. */
export interface WavePorts {
  store: RunStore
  /** What step handlers reach. */
  steps: StepPorts
  /** The plug-in of a kind; containers need none. */
  handlerOf(kind: StepKindName): StepKind | undefined
  clock: Clock
  /** 0 ≤ x < 1, for jitter. */
  random(): number
  /**
   * An unguessable text of at least 16 letters, digits, `_` and `-`: it keeps secret markers apart. The same for a
   * run in every wave, so that code which replays makes the same calls.
   */
  nonceOf(runId: string): string
  /** Whether what a handler threw says that what Pawl itself stands on went away, such as its database. */
  isInterruption(error: unknown): boolean
  /** A handler threw what no one expected: the step fails with `bug`, the operator should hear of it. */
  reportBug(error: unknown, at: { orgId: string; runId: string; path: string }): void
}

export interface WaveRequest {
  orgId: string
  runId: string
  generation: number
  limits?: Partial<WaveLimits>
}

export interface WaveLimits {
  /** Steps are started for this long; what runs then may finish. */
  startWindowMs: number
  /** Steps in hand at once, over all containers. */
  concurrency: number
  /** A wait that is due this soon is slept through rather than ending the wave. */
  shortWaitMs: number
  heartbeatMs: number
  /** How long an aborted step may take to return. */
  graceMs: number
  /** How long to ask again for a lease that somebody holds. */
  acquireMs: number
  logFlushMs: number
}

export const DEFAULT_LIMITS: WaveLimits = {
  startWindowMs: 20_000,
  concurrency: 64,
  shortWaitMs: 2_000,
  heartbeatMs: 1_000,
  graceMs: 10_000,
  acquireMs: 10_000,
  logFlushMs: 250,
}

export type WaveResult =
  /** `null`: it ended before, belongs to a later generation, or does not exist. */
  | { kind: 'ended'; status: RunStatus | null }
  /** Only waits remain; the earliest is due at this instant. `at`: when the wave ended, by the same clock. */
  | { kind: 'waiting'; dueAt: string | null; at: string }
  /** There is more to do at once: the next wave does it. */
  | { kind: 'continue' }
