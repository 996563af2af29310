import type { RunWorkflowPorts, WaveAnswer } from './functions/run-workflow'

type WaveRequest = Parameters<RunWorkflowPorts['wave']>[0]

export interface WavesAhead {
  /** The same, except that a wave which has begun already is not begun again. */
  ports: RunWorkflowPorts
  /** Begins the first wave of a run that the engine is about to call for. */
  begin(request: WaveRequest): void
}

/** The call comes within a few milliseconds; where it does not, a wave that is over is found in the run's rows. */
const KEPT_MS = 5_000

/** First waves that begin while the engine still makes their call. */
export function createWavesAhead(ports: RunWorkflowPorts): WavesAhead {
  const begun = new Map<string, Promise<WaveAnswer>>()
  return {
    ports: {
      ...ports,
      wave(request) {
        const ahead = request.generation === 1 ? begun.get(request.runId) : undefined
        begun.delete(request.runId)
        return ahead ?? ports.wave(request)
      },
    },
    begin(request) {
      const { runId } = request
      const wave = ports.wave(request)
      begun.set(runId, wave)
      const forget = () => begun.delete(runId)
      // A call that hears of no failure begins anew.
      wave.then(() => setTimeout(forget, KEPT_MS).unref(), forget)
    },
  }
}
