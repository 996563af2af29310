// The side of a subject's process that answers the bench.
import { createMeter, measureParallel, measureSequential, measureThroughput } from './workloads.mjs'

/**
 * @typedef {object} Subject
 * @property {Record<string, string>} versions of what is measured
 * @property {(shape: import('./workloads.mjs').Shape) => Promise<void>} run starts a run and waits for its result
 * @property {() => Promise<unknown>} close
 *
 * @param {(meter: ReturnType<typeof createMeter>) => Promise<Subject>} open
 */
export async function serveSubject(open) {
  const meter = createMeter()
  const answer = (message, after) => process.send?.(message, undefined, undefined, after)
  process.once('disconnect', () => process.exit(1)) // the bench is gone
  try {
    const subject = await open(meter)
    process.on('message', (/** @type {any} */ question) => {
      // What still holds the process open is of no interest then; a profile is written at its exit.
      const after = question.workload === 'close' ? () => process.exit(0) : undefined
      void work(subject, meter, question).then(
        (result) => answer({ result }, after),
        (error) => answer({ error: error?.stack ?? String(error) }, after),
      )
    })
    answer({ result: subject.versions })
  } catch (error) {
    answer({ error: error?.stack ?? String(error) })
  }
}

async function work({ run, close }, meter, { workload, amount }) {
  if (workload === 'sequential') return measureSequential(run, meter, amount)
  if (workload === 'parallel') return measureParallel(run, meter, amount)
  if (workload === 'throughput') return measureThroughput(run, meter, amount)
  if (workload === 'close') return close()
  throw new Error(`There is no workload "${workload}".`)
}
