import { afterEach, expect, it, vi } from 'vitest'
import { clockSince, systemClock } from './system-clock'

afterEach(() => void vi.useRealTimers())

it('sleeps for the time that is asked for', async () => {
  const before = systemClock.now().getTime()
  await systemClock.sleep(15)
  expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before + 15)
})

it('sleeps no more once the signal aborts, before or meanwhile, however long it was to be', async () => {
  await systemClock.sleep(1e12, AbortSignal.abort())
  const abort = new AbortController()
  const slept = systemClock.sleep(1e12, abort.signal)
  abort.abort()
  await slept
  await systemClock.sleep(0)
  await systemClock.sleep(-5)
  expect(abort.signal.aborted).toBe(true)
})

it('a tick lets what is happening happen', async () => {
  let hasHappened = false
  setImmediate(() => {
    hasHappened = true
  })
  await systemClock.tick()
  expect(hasHappened).toBe(true)
})

it('a clock that is set back meanwhile does not lengthen a sleep', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const slept = systemClock.sleep(20)
  vi.setSystemTime(Date.now() - 7_200_000)
  await slept
})

it('a clock of elsewhere goes on from its own instant, whatever is set here', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const at = new Date('2030-01-01T00:00:00.000Z')
  const clock = clockSince(at, systemClock)
  vi.setSystemTime(Date.now() + 10_800_000)
  const passedMs = clock.now().getTime() - at.getTime()
  expect(passedMs).toBeGreaterThanOrEqual(0)
  expect(passedMs).toBeLessThan(3_600_000)
})
