import type { Inngest } from 'inngest'
import { runRequested, runWake } from '../events'

/** What one wave came to. Instants are ISO strings. */
export type WaveAnswer =
  | { kind: 'ended' }
  | { kind: 'continue' }
  /** `at`: when the wave ended, by the clock that `dueAt` is of. */
  | { kind: 'waiting'; dueAt: string | null; at: string }

export interface RunWorkflowPorts {
  wave(request: { orgId: string; runId: string; generation: number }): Promise<WaveAnswer>
  /** The engine gave the run up. */
  giveUp(request: { orgId: string; runId: string; generation: number }, reason: string): Promise<void>
}

/** The last net under lost bells: a waiting run looks at its rows once in this time, and up to twice it. */
const LOOK_AGAIN_MS = 3_600_000
/** An Inngest server holds at most 1,000 steps a run; before that a fresh engine run goes on. */
const MAX_ROUNDS = 400

/** Alternates waves, which do the work, and waits, which sleep until it is due or a bell rings. */
export function runWorkflow(client: Inngest, ports: RunWorkflowPorts) {
  return client.createFunction(
    {
      id: 'run-workflow',
      triggers: [runRequested],
      retries: 10,
      // A wave that ends the run is told together with the end. One that is lost is repeated, and finds its rows.
      checkpointing: { bufferedSteps: 100 },
      onFailure: async ({ event, error }) => {
        const request = runRequested.schema.parse(event.data.event.data)
        await ports.giveUp(request, error.message)
      },
    },
    async ({ event, step }) => {
      const request = { orgId: event.data.orgId, runId: event.data.runId, generation: event.data.generation }
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const answer = await step.run(`wave-${round}`, () => ports.wave(request))
        if (answer.kind === 'ended') return { waves: round + 1 }
        if (answer.kind === 'waiting')
          await step.waitForEvent(`wait-${round}`, {
            event: runWake,
            timeout: untilDue(answer),
            if: 'event.data.runId == async.data.runId',
          })
      }
      await step.sendEvent('go-on', runRequested.create(request))
      return { waves: MAX_ROUNDS }
    },
  )
}

/** An instant, so that a replay waits no longer than the first pass meant to. */
function untilDue({ dueAt, at }: { dueAt: string | null; at: string }): Date {
  // Spread, or runs that began to wait together would all wake together.
  const latest = Date.parse(at) + LOOK_AGAIN_MS * (1 + Math.random())
  return new Date(dueAt === null ? latest : Math.min(latest, Date.parse(dueAt)))
}
