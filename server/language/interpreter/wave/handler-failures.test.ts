import { describe, expect, it } from 'vitest'
import { AppError } from '@/server/kernel/errors'
import {
  createHarness,
  eventOf,
  failed,
  type Harness,
  succeeded,
  typesOf,
  workflow,
  workStep,
} from '../../testing'
import { startAttempt } from './attempt'
import { runWave } from './run-wave'

function throwing(what: unknown): Harness {
  return createHarness({
    work() {
      throw what
    },
  })
}

describe('a handler that throws', () => {
  it.each([
    ['an error', new Error('Oops.'), 'Oops.'],
    ['anything else', 'oops', 'oops'],
  ])('%s fails its step with `bug`, and the operator hears of it', async (_, what, told) => {
    const harness = throwing(what)
    await harness.start({ source: workflow(workStep('a')) }).done()
    const { error } = eventOf(harness.store.log(), 'run.failed')
    expect(error).toMatchObject({ code: 'bug', message: expect.stringContaining(told) })
    expect(harness.bugs).toEqual([what])
  })

  it('an error of the product fails it with that code, tried again where that can help', async () => {
    const busy = throwing(new AppError('unavailable', 'Not now.', { retryAfterMs: 90_000 }))
    await busy.start({ source: workflow(workStep('a', 'retry: { attempts: 2 }')) }).done()
    const log = busy.store.log()
    expect(busy.bugs).toEqual([])
    const { at, retryAt } = eventOf(log, 'step.attemptFailed', 'a')
    expect(Date.parse(retryAt) - Date.parse(at)).toBe(90_000)
    expect(eventOf(log, 'run.failed').error.code).toBe('unavailable')
    const refused = throwing(new AppError('forbidden', 'No.'))
    await refused.start({ source: workflow(workStep('a', 'retry: { attempts: 5 }')) }).done()
    expect(typesOf(refused.store.log(), 'a')).toEqual(['step.started', 'step.failed'])
  })

  it('because what Pawl stands on went away has not failed: the attempt was interrupted, and is made again', async () => {
    const gone = Object.assign(new Error('The database went away.'), { name: 'Interruption' })
    const harness = createHarness({
      work({ attempt }) {
        if (attempt === 1) throw gone
        return succeeded()
      },
    })
    const { request, done } = harness.start({ source: workflow(workStep('a')) })
    await expect(runWave(harness.ports(), request)).rejects.toBe(gone)
    await harness.clock.sleep(10_000) // the lease runs out
    await done()
    const path = ['step.started', 'step.interrupted', 'step.started', 'step.succeeded']
    expect(typesOf(harness.store.log(), 'a')).toEqual(path)
    expect(harness.bugs).toEqual([])
  })

  it('after it was stopped reports nothing: the time was over', async () => {
    const harness = createHarness({
      async work({ signal }) {
        await harness.clock.sleep(60_000, signal)
        throw new Error('The connection was closed.')
      },
    })
    await harness.start({ source: workflow(workStep('a', 'timeout: 1s, retry: { attempts: 1 }')) }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error.code).toBe('timeout')
    expect(harness.bugs).toEqual([])
  })

  it('and does not return when stopped is left alone', async () => {
    const harness = createHarness({
      async work() {
        await harness.clock.sleep(3_600_000)
        return succeeded()
      },
    })
    await harness.start({ source: workflow(workStep('a', 'timeout: 1s, retry: { attempts: 1 }')) }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error.code).toBe('timeout')
  })
})

describe('an attempt', () => {
  const attempt = (harness: Harness, timeoutMs?: number) =>
    startAttempt({
      clock: harness.clock,
      timeoutMs,
      graceMs: 10_000,
      run: async (signal) => {
        await harness.clock.sleep(60_000, signal())
        return failed('aborted')
      },
      isInterruption: () => false,
      onBug: () => undefined,
    })

  it('that is cancelled after its time was over is cancelled', async () => {
    const harness = createHarness()
    const { done, cancel } = startAttempt({
      clock: harness.clock,
      timeoutMs: 1_000,
      graceMs: 10_000,
      run: async () => {
        await harness.clock.sleep(5_000)
        return failed('late')
      },
      isInterruption: () => false,
      onBug: () => undefined,
    })
    void harness.clock.sleep(2_000).then(cancel)
    expect(await done).toEqual({ kind: 'cancelled' })
  })

  it('that is cancelled twice, or after its end, is cancelled once', async () => {
    const harness = createHarness()
    const twice = attempt(harness)
    twice.cancel()
    twice.cancel()
    expect(await twice.done).toEqual({ kind: 'cancelled' })
    const over = attempt(harness, 1_000)
    const end = await over.done
    over.cancel()
    expect(await over.done).toBe(end)
  })
})

it('a kind without a plug-in ends the wave with an error that names it', async () => {
  const harness = createHarness({ handlerOf: () => undefined })
  await expect(harness.start({ source: workflow(workStep('a')) }).done()).rejects.toThrow(/kind "http"/)
})

it('a kind that makes calls without being code ends the wave with an error', async () => {
  const harness = createHarness({ work: () => ({ kind: 'calling', calls: [] }) })
  await expect(harness.start({ source: workflow(workStep('a')) }).done()).rejects.toThrow(/without running/)
})
