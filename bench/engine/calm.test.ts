import { expect, test } from 'vitest'
import { measureCalmly } from './calm.mjs'

/** A machine whose host takes these shares of its time, one measurement after the other; each takes a second. */
function machineOf(...shares: number[]) {
  let measured = 0
  let stolenMs = 0
  const waitedMs: number[] = []
  return {
    waitedMs,
    async measure() {
      stolenMs += (shares[measured] ?? 0) * 1_000
      measured += 1
      return measured
    },
    machine: {
      nowMs: () => measured * 1_000,
      stolenMs: () => stolenMs,
      wait: async (ms: number) => void waitedMs.push(ms),
    },
  }
}

test('what was measured in peace counts', async () => {
  const { measure, machine } = machineOf(0.01)
  expect(await measureCalmly(measure, machine)).toEqual({ result: 1, stolen: expect.closeTo(0.01) })
})

test('where the host took the processors away, it is measured again, later each time', async () => {
  const { measure, machine, waitedMs } = machineOf(0.3, 0.2, 0)
  expect(await measureCalmly(measure, machine)).toEqual({ result: 3, stolen: expect.closeTo(0) })
  expect(waitedMs).toEqual([5_000, 10_000])
})

test('five times at most; then the calmest one counts', async () => {
  const { measure, machine } = machineOf(0.3, 0.1, 0.2, 0.4, 0.5, 0)
  expect(await measureCalmly(measure, machine)).toEqual({ result: 2, stolen: expect.closeTo(0.1) })
})

test('what takes no time is not measured twice', async () => {
  const machine = { nowMs: () => 0, stolenMs: () => 0, wait: async () => {} }
  expect(await measureCalmly(async () => 'at once', machine)).toEqual({ result: 'at once', stolen: 0 })
})
