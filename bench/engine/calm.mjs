// A virtual machine's host may take its processors away; what was measured then says little of who was measured.
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** More than this share of the processors' time, and it is measured again. */
const DISTURBED = 0.02
const TRIES = 5
/** What disturbs goes on for seconds to minutes; each time it gets longer to be over. */
const PAUSE_MS = 5_000

/** What Linux counts in. */
const MS_PER_TICK = 10
/** Of /proc/stat: after user, nice, system, idle, iowait, irq and softirq. */
const STEAL_COLUMN = 7

/**
 * Measures until the host has left the machine alone, five times at most, and gives the calmest measurement.
 * @template T
 * @param {() => Promise<T>} measure
 * @param {{ stolenMs(): number, nowMs(): number, wait(ms: number): Promise<void> }} machine
 * @returns {Promise<{ result: T, stolen: number }>} `stolen`: the share of the processors' time that the host took
 */
export async function measureCalmly(measure, machine = thisMachine) {
  /** @type {{ result: T, stolen: number } | undefined} */
  let calmest
  for (let tries = 0; tries < TRIES && (calmest?.stolen ?? 1) > DISTURBED; tries += 1) {
    if (tries > 0) await machine.wait(tries * PAUSE_MS)
    const before = { stolenMs: machine.stolenMs(), nowMs: machine.nowMs() }
    const result = await measure()
    const passedMs = machine.nowMs() - before.nowMs
    const stolen = passedMs > 0 ? (machine.stolenMs() - before.stolenMs) / passedMs : 0
    if (!calmest || stolen < calmest.stolen) calmest = { result, stolen }
  }
  return calmest
}

const thisMachine = {
  wait: (ms) => sleep(ms),
  nowMs: () => performance.now(),
  /** By processor, on average; 0 where nobody tells. */
  stolenMs() {
    const [line = ''] = readStat().split('\n')
    const ticks = Number(line.trim().split(/\s+/).slice(1)[STEAL_COLUMN] ?? 0)
    return (ticks * MS_PER_TICK) / availableParallelism()
  },
}

function readStat() {
  try {
    return readFileSync('/proc/stat', 'utf8')
  } catch {
    return ''
  }
}
