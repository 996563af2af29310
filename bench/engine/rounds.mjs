// Rounds go from subject to subject with each workload, so that a mood of the machine hits all of them.
import { phase } from '../../scripts/progress.mjs'
import { measureCalmly } from './calm.mjs'
import { measureFloor } from './floor.mjs'
import { median, medianOfEach, quantile, rounded } from './statistics.mjs'

const FULL = { sequential: 14, parallel: 12, throughput: 7_000 }
const QUICK = { sequential: 8, parallel: 6, throughput: 5_000 }
/** What compiles, caches and connects does so under load; the other amounts are runs. */
const WARM_UP = { throughput: 15_000, sequential: 5, parallel: 5 }
/** While others were measured, something went cold. */
const WARM_UP_AGAIN = { sequential: 1, parallel: 1, throughput: 0 }

/** @typedef {Awaited<ReturnType<typeof import('./subject-process.mjs').startSubject>>} Subject */

/**
 * @param {Subject[]} subjects
 * @param {{ rounds: number, isQuick: boolean, floorUrl: string, onFailure(name: string, error: Error): void }} options
 * @returns {Promise<{ floorsMs: number[], stolen: number[], figures: Record<string, import('./report.mjs').Figures | null> }>}
 */
export async function measureRounds(subjects, { rounds, isQuick, floorUrl, onFailure }) {
  const amounts = isQuick ? QUICK : FULL
  const floorsMs = []
  const stolen = []
  /** @type {Map<string, Record<string, number>[]>} */
  const measured = new Map(subjects.map(({ name }) => [name, []]))
  const failed = new Set()

  async function calmly(measure) {
    const calmest = await measureCalmly(measure)
    stolen.push(calmest.stolen)
    return calmest
  }

  /** The same of each subject that still works, whoever is first being another one each time. */
  async function ofEach(title, turn, ask) {
    await phase(title, async (note) => {
      const found = []
      for (const subject of rotated(subjects, turn)) {
        if (failed.has(subject.name)) continue
        try {
          found.push(`${subject.name} ${await ask(subject)}`)
        } catch (error) {
          failed.add(subject.name)
          onFailure(subject.name, error)
        }
      }
      note(found.join(' · '))
    })
  }

  await ofEach('Warm up', 0, async (subject) => {
    for (const [workload, amount] of Object.entries(WARM_UP)) await subject.measure(workload, amount)
    return 'is warm'
  })
  for (let round = 1; round <= rounds; round += 1) {
    for (const [workload, figuresOf] of Object.entries(WORKLOADS)) {
      floorsMs.push((await calmly(() => measureFloor(floorUrl))).result)
      await ofEach(`Round ${round}: ${workload}`, round, async (subject) => {
        const again = WARM_UP_AGAIN[workload]
        const calmest = await calmly(async () => {
          if (again > 0) await subject.measure(workload, again)
          return subject.measure(workload, amounts[workload])
        })
        const { figures, detail } = figuresOf(calmest.result)
        const list = measured.get(subject.name) ?? []
        list[round - 1] = { ...list[round - 1], ...figures }
        return calmest.stolen < 0.005 ? detail : `${detail}, ${rounded(calmest.stolen * 100)} % stolen`
      })
    }
  }
  const figures = Object.fromEntries(
    [...measured].map(([name, list]) => [name, failed.has(name) ? null : medianOfEach(list)]),
  )
  return { floorsMs, stolen, figures }
}

/** What each workload's measurements come to. */
const WORKLOADS = {
  sequential({ firstMs, gapsMs }) {
    const figures = {
      firstMs: median(firstMs),
      gapP50Ms: quantile(gapsMs, 0.5),
      gapP95Ms: quantile(gapsMs, 0.95),
    }
    const gap = `${rounded(figures.gapP50Ms)}/${rounded(figures.gapP95Ms)}`
    return { figures, detail: `first ${rounded(figures.firstMs)}, gap ${gap} ms` }
  },
  parallel({ joinedMs, knownMs }) {
    const figures = { par100Ms: median(knownMs) }
    return { figures, detail: `${rounded(figures.par100Ms)} ms (joined ${rounded(median(joinedMs))})` }
  },
  throughput({ runsPerSecond, cpuMsPerRun }) {
    return {
      figures: { runsPerSecond },
      detail: `${rounded(runsPerSecond)} runs/s (${rounded(cpuMsPerRun)} ms CPU each)`,
    }
  },
}

function rotated(list, by) {
  const from = by % list.length
  return [...list.slice(from), ...list.slice(0, from)]
}
