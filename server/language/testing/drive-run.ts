import type { RunStatus } from '@/server/kernel/statuses'
import { runWave, type WaveLimits, type WavePorts } from '../interpreter'
import { ProcessDied } from './crashes'
import type { MemoryStore } from './memory-store'

interface Drive {
  store: MemoryStore
  /** The ports of the n-th wave, 1-based: each wave may run in another process. */
  portsOf(wave: number): WavePorts
  request: { orgId: string; runId: string; generation: number }
  limits?: Partial<WaveLimits>
  /** Called when only waits remain; the world may answer here. */
  onWaiting?(dueAt: string | null): void
}

export interface Driven {
  /** `waiting`: it waits for something that no time will bring. */
  status: RunStatus
  waves: number
}

/** More waves than any test needs: a run that never ends must not hang the suite. */
const MAX_WAVES = 5_000

/**
 * Does what the `run-workflow` function does on an engine: waves, and between them sleeps until the due time
 * or a bell. A wave whose process dies is delivered again.
 */
export async function driveRun({ store, portsOf, request, limits, onWaiting }: Drive): Promise<Driven> {
  for (let waves = 1; waves <= MAX_WAVES; waves += 1) {
    const ports = portsOf(waves)
    const result = await runWave(ports, { ...request, ...(limits ? { limits } : {}) }).catch(
      (error: unknown) => {
        if (error instanceof ProcessDied) return { kind: 'continue' as const }
        throw error
      },
    )
    if (result.kind === 'ended') return { status: store.snapshot(request.runId).status, waves }
    if (result.kind === 'continue') continue
    onWaiting?.(result.dueAt)
    if (store.hasUnheardWake(request.runId)) continue
    if (result.dueAt === null) return { status: 'waiting', waves }
    await ports.clock.sleep(Date.parse(result.dueAt) - ports.clock.now().getTime())
  }
  throw new Error(`The run is not over after ${MAX_WAVES} waves.`)
}
