import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startWorker } from '@/inngest/worker'
import { registerEmptyStep } from './pawl-empty-step'
import type { createMeter } from './workloads.mjs'

type Meter = ReturnType<typeof createMeter>

interface BenchWorker {
  /** Puts the bodies that have run into the meter, where they are not there yet. */
  collect(): Promise<void>
  stop(): Promise<void>
}

/** As `npm start` has it: the worker shares the process with who starts runs. */
export async function startHere(meter: Meter): Promise<BenchWorker> {
  registerEmptyStep(meter.step)
  const worker = await startWorker()
  return { collect: async () => {}, stop: () => worker.stop() }
}

/** As PAWL_ROLE=web and PAWL_ROLE=worker have it. */
export async function startInItsOwnProcess({ bodies }: Meter): Promise<BenchWorker> {
  const child = fork(fileURLToPath(new URL('./pawl-worker.mjs', import.meta.url)), [], {
    env: { ...process.env, PAWL_ROLE: 'worker' },
    execArgv: process.execArgv,
  })
  await heard(child)
  return {
    async collect() {
      const answered = heard(child)
      child.send('collect')
      // What pawl-worker.ts sends: the starts and ends of bodies, since the epoch.
      for (const { startMs, endMs } of (await answered) as Meter['bodies'])
        bodies.push({ startMs: startMs - performance.timeOrigin, endMs: endMs - performance.timeOrigin })
    },
    async stop() {
      const ended = once(child, 'exit')
      child.send('stop')
      await ended
    },
  }
}

async function heard(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  const onExit = () => ended.abort(new Error('The worker process ended.'))
  child.once('exit', onExit)
  try {
    const [message] = await once(child, 'message', { signal: ended.signal })
    return message
  } finally {
    child.off('exit', onExit)
  }
}
