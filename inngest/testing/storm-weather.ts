import { setTimeout as sleep } from 'node:timers/promises'
import type { DurablePostgres, ShutdownMode } from './durable-postgres'
import type { SeededRandom } from './seeded-random'
import type { WorkerProcess } from './worker-process'

export interface StormSizes {
  /** How often Postgres is stopped and started. */
  restarts: number
  /** How often a worker is killed and replaced. */
  kills: number
  /** How often a worker's clock is set wrong. */
  jumps: number
}

export interface Storm {
  random: SeededRandom
  sizes: StormSizes
  postgres: DurablePostgres
  workers: readonly WorkerProcess[]
}

type Blow =
  | { kind: 'restart'; mode: ShutdownMode; downMs: number }
  | { kind: 'kill'; replacedAfterMs: number }
  | { kind: 'jump'; offByMs: number }

const HOUR_MS = 3_600_000

/** One blow after the other, in an order and at moments of chance. Afterwards everything runs again. */
export async function blow({ random, sizes, postgres, workers }: Storm): Promise<void> {
  const replacing = new Map<WorkerProcess, Promise<void>>()
  const replace = async (worker: WorkerProcess, afterMs: number) => {
    await sleep(afterMs)
    await startAgain(worker)
    replacing.delete(worker)
  }
  for (const next of random.shuffle(blowsOf(random, sizes))) {
    await sleep(random.between(300, 2_700))
    const worker = random.pick(workers)
    if (next.kind === 'restart') {
      await postgres.stop(next.mode)
      await sleep(next.downMs)
      await postgres.start()
    } else if (next.kind === 'jump') {
      if (worker.isAlive()) worker.turnClock(next.offByMs)
    } else if (worker.isAlive()) {
      await worker.kill()
      // One that is killed while it starts is started again by whoever started it.
      if (!replacing.has(worker)) replacing.set(worker, replace(worker, next.replacedAfterMs))
    }
  }
  await Promise.all(replacing.values())
}

function blowsOf(random: SeededRandom, { restarts, kills, jumps }: StormSizes): Blow[] {
  const modes = ['fast', 'immediate'] as const
  return [
    ...Array.from({ length: restarts }, (_, nth): Blow => {
      // Each mode has its half of them.
      const mode = modes[nth % 2] ?? 'fast'
      return { kind: 'restart', mode, downMs: random.between(0, 1_500) }
    }),
    ...Array.from(
      { length: kills },
      (): Blow => ({ kind: 'kill', replacedAfterMs: random.between(0, 1_000) }),
    ),
    ...Array.from({ length: jumps }, (_, nth): Blow => {
      const hours = random.between(1, 6)
      return { kind: 'jump', offByMs: Math.round((nth % 2 === 0 ? hours : -hours) * HOUR_MS) }
    }),
  ]
}

const STARTS_WITHIN_MS = 90_000

/** As whatever supervises it does: a worker that finds no database ends, and is started once more. */
async function startAgain(worker: WorkerProcess): Promise<void> {
  for (const until = performance.now() + STARTS_WITHIN_MS; ; ) {
    try {
      return await worker.start()
    } catch (error) {
      await worker.kill()
      if (performance.now() > until) throw error
      await sleep(200)
    }
  }
}
