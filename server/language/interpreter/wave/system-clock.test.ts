import { expect, it } from 'vitest'
import { systemClock } from './system-clock'

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
