// Rounds go from subject to subject, so that a mood of the machine hits all of them.
import { phase } from '../../scripts/progress.mjs'
import { measureFloor } from './floor.mjs'
import { median, medianOfEach, quantile, rounded } from './statistics.mjs'

const FULL = { sequential: 20, parallel: 15, throughputMs: 10_000, warmUp: { sequential: 5, parallel: 5 } }
const QUICK = { sequential: 8, parallel: 6, throughputMs: 5_000, warmUp: { sequential: 4, parallel: 4 } }
/** The first round warms up what compiles, caches and connects, under load; later ones what went cold meanwhile. */
const WARM_UP_THROUGHPUT_MS = 15_000

/**
 * @param {Awaited<ReturnType<typeof import('./subject-process.mjs').startSubject>>[]} subjects
 * @param {{ rounds: number, isQuick: boolean, floorUrl: string, onFailure(name: string, error: Error): void }} options
 * @returns {Promise<{ floorsMs: number[], figures: Record<string, import('./report.mjs').Figures | null> }>}
 */
export async function measureRounds(subjects, { rounds, isQuick, floorUrl, onFailure }) {
  const amounts = isQuick ? QUICK : FULL
  const floorsMs = []
  /** @type {Map<string, Record<string, number>[]>} */
  const measured = new Map(subjects.map(({ name }) => [name, []]))
  const failed = new Set()
  for (let round = 1; round <= rounds; round += 1) {
    floorsMs.push(await phase(`Round ${round}: floor`, () => measureFloor(floorUrl)))
    for (const subject of subjects) {
      if (failed.has(subject.name)) continue
      try {
        const figures = await phase(`Round ${round}: ${subject.name}`, async (note) => {
          const found = await measureRound(subject, amounts, round === 1)
          note(found.detail)
          return found.figures
        })
        measured.get(subject.name)?.push(figures)
      } catch (error) {
        failed.add(subject.name)
        onFailure(subject.name, error)
      }
    }
  }
  const figures = Object.fromEntries(
    [...measured].map(([name, list]) => [name, failed.has(name) ? null : medianOfEach(list)]),
  )
  return { floorsMs, figures }
}

async function measureRound(subject, amounts, isFirst) {
  const warmUp = isFirst ? amounts.warmUp : { sequential: 1, parallel: 1 }
  if (isFirst) await subject.measure('throughput', WARM_UP_THROUGHPUT_MS)
  await subject.measure('sequential', warmUp.sequential)
  const { firstMs, gapsMs } = await subject.measure('sequential', amounts.sequential)
  await subject.measure('parallel', warmUp.parallel)
  const { joinedMs, knownMs } = await subject.measure('parallel', amounts.parallel)
  const { runsPerSecond, cpuMsPerRun } = await subject.measure('throughput', amounts.throughputMs)
  const figures = {
    firstMs: median(firstMs),
    gapP50Ms: quantile(gapsMs, 0.5),
    gapP95Ms: quantile(gapsMs, 0.95),
    par100Ms: median(knownMs),
    runsPerSecond,
  }
  return { figures, detail: describe(figures, { joinedMs: median(joinedMs), cpuMsPerRun }) }
}

function describe({ firstMs, gapP50Ms, gapP95Ms, par100Ms, runsPerSecond }, { joinedMs, cpuMsPerRun }) {
  const parallel = `100 parallel ${rounded(par100Ms)} ms (${rounded(joinedMs)} until the step behind them)`
  const gap = `gap ${rounded(gapP50Ms)}/${rounded(gapP95Ms)} ms`
  return `first ${rounded(firstMs)} ms, ${gap}, ${parallel}, ${rounded(runsPerSecond)} runs/s (${rounded(cpuMsPerRun)} ms CPU each)`
}
