import type { Acquired, Lease } from '../../contracts'
import {
  DEFAULT_LIMITS,
  NOT_NEEDED,
  type WaveLimits,
  type WavePorts,
  type WaveRequest,
  type WaveResult,
} from './ports'
import { clockSince } from './system-clock'
import { isLeaseLost, Wave } from './wave'

/** This many heartbeats may fail in a row: Postgres is away then, for others too, and a lease that ran out is still ours. */
const MAX_FAILED_HEARTBEATS = 3

/**
 * Advances a run: takes its lease, starts every ready step and whatever becomes ready, side by side, until
 * the run is over, only waits remain, or the time for starts is spent. Whoever loses the lease commits
 * nothing more and answers `continue`: the next wave finds out what is left. Rejects on infrastructure
 * failures; calling again is safe.
 */
export async function runWave(ports: WavePorts, request: WaveRequest): Promise<WaveResult> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits }
  const acquired = await acquire(ports, request, limits)
  if (acquired.kind === 'ended') return { kind: 'ended', status: null }
  if (acquired.kind === 'busy') return { kind: 'continue' }
  const { lease, snapshot, at } = acquired
  const clock = at === undefined ? ports.clock : clockSince(at, ports.clock)
  const wave = new Wave({ ...ports, clock }, lease, snapshot, limits)
  const over = new AbortController()
  const beating = beat(ports, lease, limits, wave, over.signal)
  try {
    const result = await wave.run()
    over.abort(NOT_NEEDED)
    // A heartbeat that was under way when the lease was given back may have taken a wake-up for this wave.
    return result.kind === 'waiting' && (await beating) ? { kind: 'continue' } : result
  } catch (error) {
    if (isLeaseLost(error)) return { kind: 'continue' }
    throw error
  } finally {
    over.abort(NOT_NEEDED)
  }
}

async function acquire(ports: WavePorts, request: WaveRequest, limits: WaveLimits): Promise<Acquired> {
  const { orgId, runId, generation } = request
  const untilMs = ports.clock.now().getTime() + limits.acquireMs
  for (;;) {
    const acquired = await ports.store.acquire({ orgId, runId, generation })
    const leftMs = untilMs - ports.clock.now().getTime()
    if (acquired.kind !== 'busy' || leftMs <= 0) return acquired
    await ports.clock.sleep(Math.min(Math.max(acquired.retryAfterMs, 1), leftMs))
  }
}

/** Prolongs the lease until the wave is over. Whether it has taken, or may have, a wake-up that the wave has not heard of. */
async function beat(
  ports: WavePorts,
  lease: Lease,
  limits: WaveLimits,
  wave: Wave,
  over: AbortSignal,
): Promise<boolean> {
  // Each of them may have been committed, and only its answer been lost.
  let failed = 0
  for (;;) {
    await ports.clock.sleep(limits.heartbeatMs, over)
    if (over.aborted) return failed > 0
    try {
      const pulse = await ports.store.heartbeat(lease)
      const woken = pulse.woken || failed > 0
      failed = 0
      if (over.aborted || !wave.onPulse({ ...pulse, woken })) return woken
    } catch (error) {
      if (!isLeaseLost(error)) failed += 1
      if (over.aborted) return failed > 0
      if (isLeaseLost(error) || failed > MAX_FAILED_HEARTBEATS) {
        wave.fail(error)
        return false
      }
    }
  }
}
