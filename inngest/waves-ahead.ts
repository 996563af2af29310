import { setImmediate as turn } from 'node:timers/promises'
import type { RunWorkflowPorts, WaveAnswer } from './functions/run-workflow'

type WaveRequest = Parameters<RunWorkflowPorts['wave']>[0]

export interface WavesAhead {
  /** The same, except that a wave which has begun already is not begun again. */
  ports: RunWorkflowPorts
  /** Begins the first wave of a run that the engine will call for; false where there is no room. */
  begin(request: WaveRequest, ahead: Ahead): boolean
}

interface Ahead {
  /** How many calls the engine would make for this organization at once. */
  room: number
  /** Not only when this turn of the event loop is over. */
  isAtOnce: boolean
}

/** The call comes within a few milliseconds; where it does not, a wave that is over is found in the run's rows. */
const KEPT_MS = 5_000

/** First waves that begin while the engine's call for them is still to come. */
export function createWavesAhead(ports: RunWorkflowPorts): WavesAhead {
  const begun = new Map<string, Promise<WaveAnswer>>()
  /** Runs that are worked on although the engine does not know of it. */
  const uncalled = new Set<string>()

  function wave(request: WaveRequest): Promise<WaveAnswer> {
    const { runId, generation } = request
    const ahead = generation === 1 ? begun.get(runId) : undefined
    begun.delete(runId)
    uncalled.delete(runId)
    return ahead ?? ports.wave(request)
  }

  function begin(request: WaveRequest, { room, isAtOnce }: Ahead): boolean {
    if (uncalled.size >= room) return false
    const { runId } = request
    const over = isAtOnce ? ports.wave(request) : turn().then(() => ports.wave(request))
    begun.set(runId, over)
    uncalled.add(runId)
    const forget = () => begun.delete(runId)
    over
      // A call that comes after a failure begins anew.
      .then(() => setTimeout(forget, KEPT_MS).unref(), forget)
      .finally(() => uncalled.delete(runId))
    return true
  }

  return { ports: { ...ports, wave }, begin }
}
