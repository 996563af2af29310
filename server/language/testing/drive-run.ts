import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import { runWave, type WaveLimits, type WavePorts } from '../interpreter'
import { ProcessDied } from './crashes'
import type { MemoryStore, RunRequest } from './memory-store'

interface Drive {
  store: MemoryStore
  /** The ports of the n-th wave, 1-based: each wave may run in another process. */
  portsOf(wave: number): WavePorts
  request: RunRequest
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

/** When a run is next to have a wave: at once, at an instant, or when a bell rings. */
type Next = 'now' | string | null

/**
 * Does what the `run-workflow` function does on an engine: waves, and between them sleeps until the due time
 * or a bell. A wave whose process dies is delivered again. Runs that the run starts are driven too, by turns.
 */
export async function driveRun({ store, portsOf, request, limits, onWaiting }: Drive): Promise<Driven> {
  const next = new Map<string, Next>()
  let waves = 0
  const wave = async (run: RunRequest) => {
    waves += 1
    const result = await runWave(portsOf(waves), { ...run, ...(limits ? { limits } : {}) }).catch(
      (error: unknown) => {
        if (error instanceof ProcessDied) return { kind: 'continue' as const }
        throw error
      },
    )
    next.set(run.runId, result.kind === 'waiting' ? result.dueAt : 'now')
    if (result.kind === 'waiting' && run.runId === request.runId) onWaiting?.(result.dueAt)
  }
  while (waves < MAX_WAVES) {
    const { status } = store.snapshot(request.runId)
    if (isRunEnded(status)) return { status, waves }
    const { clock } = portsOf(waves + 1)
    const nowMs = clock.now().getTime()
    const open = store.openRuns()
    const due = open.find((run) => isDue(next.get(run.runId), nowMs) || store.hasUnheardWake(run.runId))
    if (due) {
      await wave(due)
      continue
    }
    const dues = open.flatMap(({ runId }) => next.get(runId) ?? []).map((at) => Date.parse(at))
    if (dues.length === 0) return { status: 'waiting', waves }
    await clock.sleep(Math.min(...dues) - nowMs)
  }
  throw new Error(`The run is not over after ${MAX_WAVES} waves.`)
}

/** A run that had no wave yet is due. */
function isDue(next: Next | undefined, nowMs: number): boolean {
  return next === undefined || next === 'now' || (next !== null && Date.parse(next) <= nowMs)
}
