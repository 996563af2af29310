import type { Acquired, Lease } from '../../contracts'
import { DEFAULT_LIMITS, type WaveLimits, type WavePorts, type WaveRequest, type WaveResult } from './ports'
import { isLeaseLost, Wave } from './wave'

/** This many heartbeats may fail in a row before the lease can be gone. */
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
  const wave = new Wave(ports, acquired.lease, acquired.snapshot, limits)
  const over = new AbortController()
  void beat(ports, acquired.lease, limits, wave, over.signal)
  try {
    return await wave.run()
  } catch (error) {
    if (isLeaseLost(error)) return { kind: 'continue' }
    throw error
  } finally {
    over.abort()
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

async function beat(
  ports: WavePorts,
  lease: Lease,
  limits: WaveLimits,
  wave: Wave,
  over: AbortSignal,
): Promise<void> {
  let failed = 0
  for (;;) {
    await ports.clock.sleep(limits.heartbeatMs, over)
    if (over.aborted) return
    try {
      const pulse = await ports.store.heartbeat(lease)
      failed = 0
      if (!over.aborted) wave.onPulse(pulse)
    } catch (error) {
      failed += 1
      if (isLeaseLost(error) || failed > MAX_FAILED_HEARTBEATS) return wave.fail(error)
    }
  }
}
