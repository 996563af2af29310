// The workloads, and how they are timed: the same code in each subject's process.
import { setTimeout as sleep } from 'node:timers/promises'

/** How many empty steps a run of each shape has. `parallel` ends with one more, after the hundred. */
export const SHAPES = { sequential: 50, parallel: 100, short: 5 }

/** @typedef {keyof typeof SHAPES} Shape */

/** Runs of one person at a time, not in step with anybody's polling. */
const PAUSE_MIN_MS = 20
const PAUSE_MAX_MS = 60
const CONCURRENCY = 50
const RAMP_MS = 2_000

/**
 * The empty step: all that it does is to look at the clock twice. `bodies` holds start and end of each.
 * @returns {{ step(): void, bodies: { startMs: number, endMs: number }[] }}
 */
export function createMeter() {
  /** @type {{ startMs: number, endMs: number }[]} */
  const bodies = []
  return {
    bodies,
    step() {
      const startMs = performance.now()
      bodies.push({ startMs, endMs: performance.now() })
    },
  }
}

/**
 * From the call that starts a run to the first step's body, and from the end of each body to the start of the
 * next one.
 * @param {(shape: Shape) => Promise<void>} run starts a run and waits until its result is known
 * @param {ReturnType<typeof createMeter>} meter
 * @param {number} runs
 */
export async function measureSequential(run, { bodies }, runs) {
  const firstMs = []
  const gapsMs = []
  for (let index = 0; index < runs; index += 1) {
    await pause()
    const askedMs = await timed(run, 'sequential', bodies, SHAPES.sequential)
    firstMs.push(bodies[0].startMs - askedMs)
    for (let at = 1; at < bodies.length; at += 1) gapsMs.push(bodies[at].startMs - bodies[at - 1].endMs)
  }
  return { firstMs, gapsMs }
}

/**
 * From the call that starts a run of a hundred steps side by side until the step behind them begins, for which
 * all hundred results have to be stored; and until the run's result is known to who started it.
 * @param {(shape: Shape) => Promise<void>} run
 * @param {ReturnType<typeof createMeter>} meter
 * @param {number} runs
 */
export async function measureParallel(run, { bodies }, runs) {
  const joinedMs = []
  const knownMs = []
  for (let index = 0; index < runs; index += 1) {
    await pause()
    const askedMs = await timed(run, 'parallel', bodies, SHAPES.parallel + 1)
    knownMs.push(performance.now() - askedMs)
    joinedMs.push(bodies[SHAPES.parallel].startMs - askedMs)
  }
  return { joinedMs, knownMs }
}

/**
 * Runs of five steps, fifty at a time: whoever sees a run end starts the next. Counted are the runs that end
 * within the window, once the fifty have been at it for a while.
 * @param {(shape: Shape) => Promise<void>} run
 * @param {ReturnType<typeof createMeter>} meter
 * @param {number} windowMs
 */
export async function measureThroughput(run, { bodies }, windowMs) {
  const fromMs = performance.now() + RAMP_MS
  const untilMs = fromMs + windowMs
  let ended = 0
  let all = 0
  const loop = async () => {
    while (performance.now() < untilMs) {
      await run('short')
      all += 1
      const nowMs = performance.now()
      if (nowMs >= fromMs && nowMs < untilMs) ended += 1
    }
  }
  bodies.length = 0
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: CONCURRENCY }, loop))
  if (bodies.length % SHAPES.short !== 0)
    throw new Error(`${bodies.length} steps ran, which is no multiple of ${SHAPES.short}: some ran twice.`)
  const { user, system } = process.cpuUsage(cpu)
  return {
    runsPerSecond: ended / (windowMs / 1_000),
    // Of this process alone; before and after the window, too.
    cpuMsPerRun: (user + system) / 1_000 / all,
  }
}

/** @returns {Promise<number>} when the run was asked for */
async function timed(run, shape, bodies, expected) {
  bodies.length = 0
  const askedMs = performance.now()
  await run(shape)
  if (bodies.length !== expected)
    throw new Error(`A run of ${expected} steps ran ${bodies.length} bodies: its figures say nothing.`)
  return askedMs
}

function pause() {
  return sleep(PAUSE_MIN_MS + Math.random() * (PAUSE_MAX_MS - PAUSE_MIN_MS))
}
