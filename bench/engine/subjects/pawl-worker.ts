// The worker of Pawl in a process of its own.
import { startWorker } from '@/inngest/worker'
import { closeDatabases } from '@/server/platform/db'
import { closeListeners } from '@/server/platform/realtime'
import { registerEmptyStep } from './pawl-empty-step'
import { createMeter } from './workloads.mjs'

const { step, bodies } = createMeter()
registerEmptyStep(step)
const worker = await startWorker()
process.once('disconnect', () => process.exit(1)) // the bench is gone
process.on('message', (message) => {
  if (message === 'collect') process.send?.(bodies.splice(0).map(sinceEpoch))
  else void stop()
})
process.send?.('ready')

/** Two processes have two zeros. */
function sinceEpoch({ startMs, endMs }: { startMs: number; endMs: number }) {
  return { startMs: performance.timeOrigin + startMs, endMs: performance.timeOrigin + endMs }
}

async function stop(): Promise<void> {
  await worker.stop()
  await closeListeners()
  await closeDatabases()
  process.exit(0)
}
