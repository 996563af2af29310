import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, typesOf, workflow, workStep } from '../../testing'

describe('cancel', () => {
  it('aborts what runs, closes what waits and starts nothing more', async () => {
    const aborted: string[] = []
    const harness = createHarness({
      async work({ path, signal }) {
        if (path === 'trigger') harness.store.requestCancel()
        await harness.clock.sleep(60_000, signal)
        if (signal.aborted) aborted.push(path)
        return failed('aborted')
      },
    })
    const source = workflow(
      `${workStep('trigger')}${workStep('other', 'needs: []')}  - { id: gate, needs: [], approval: { title: Go? } }\n${workStep('never')}`,
    )
    expect(await harness.start({ source }).done()).toMatchObject({ status: 'cancelled' })
    const log = harness.store.log()
    expect(aborted).toEqual(['trigger', 'other'])
    for (const path of ['trigger', 'other', 'gate']) expect(typesOf(log, path).at(-1)).toBe('step.cancelled')
    expect(typesOf(log, 'never')).toEqual([])
    expect(log.at(-1)?.type).toBe('run.cancelled')
    expect(harness.store.pendingApprovals()).toEqual([])
  })

  it('keeps the result of a step that finishes in its grace period', async () => {
    const harness = createHarness({
      async work() {
        harness.store.requestCancel()
        await harness.clock.sleep(4_000)
        return succeeded({ saved: true })
      },
    })
    await harness.start({ source: workflow(workStep('a') + workStep('b')) }).done()
    expect(typesOf(harness.store.log(), 'a')).toEqual(['step.started', 'step.succeeded'])
    expect(harness.store.snapshot().status).toBe('cancelled')
  })

  it('leaves a step alone that does not return within ten seconds', async () => {
    const harness = createHarness({
      async work() {
        harness.store.requestCancel()
        await harness.clock.sleep(600_000)
        return succeeded()
      },
    })
    await harness.start({ source: workflow(workStep('a')) }).done()
    const cancelled = eventOf(harness.store.log(), 'step.cancelled', 'a')
    expect(Date.parse(cancelled.at) - Date.parse('2026-01-01T00:00:00.000Z')).toBeLessThanOrEqual(11_500)
  })

  it('of a waiting run is taken by the next wave, inside containers too', async () => {
    const harness = createHarness()
    const source = workflow(
      '  - id: both\n    parallel:\n      branches:\n        a: [{ id: gate, approval: { title: Go? } }]\n        b: [{ id: pause, wait: { for: 1d } }]\n',
    )
    const { done } = harness.start({ source })
    expect(await done({ onWaiting: () => harness.store.requestCancel() })).toMatchObject({
      status: 'cancelled',
    })
    const log = harness.store.log()
    for (const path of ['both', 'both.a.gate', 'both.b.pause'])
      expect(typesOf(log, path).at(-1)).toBe('step.cancelled')
  })
})

describe('timeouts', () => {
  it('of a step abort it and count as a failed attempt', async () => {
    const harness = createHarness({
      async work({ signal, attempt }) {
        if (attempt === 1) await harness.clock.sleep(60_000, signal)
        return attempt === 1 ? failed('aborted', { retryable: false }) : succeeded()
      },
    })
    const source = workflow(workStep('a', 'timeout: 5s, retry: { attempts: 2, backoff: none }'))
    expect(await harness.start({ source }).done()).toMatchObject({ status: 'succeeded' })
    expect(eventOf(harness.store.log(), 'step.attemptFailed')).toMatchObject({
      at: '2026-01-01T00:00:05.000Z',
      error: { code: 'timeout', message: expect.stringContaining('5.0s') },
    })
  })

  it('of a container end all that is in it', async () => {
    const harness = createHarness({
      async work({ signal }) {
        await harness.clock.sleep(600_000, signal)
        return failed('aborted')
      },
    })
    const source = workflow(
      '  - id: both\n    timeout: 1h\n    parallel:\n      branches:\n        a: [{ id: pause, wait: { for: 1d } }]\n        b: [{ id: gate, approval: { title: Go? } }]\n',
    )
    expect(await harness.start({ source }).done()).toMatchObject({ status: 'failed' })
    const log = harness.store.log()
    expect(eventOf(log, 'step.failed', 'both')).toMatchObject({
      at: '2026-01-01T01:00:00.000Z',
      error: { code: 'timeout' },
    })
    expect(typesOf(log, 'both.a.pause').at(-1)).toBe('step.cancelled')
    expect(harness.store.pendingApprovals()).toEqual([])
  })

  it('of the run end it as failed, whatever it waits for', async () => {
    const harness = createHarness()
    const source = workflow('  - { id: gate, approval: { title: Go? } }\n', 'timeout: 2h\n')
    expect(await harness.start({ source }).done()).toMatchObject({ status: 'failed' })
    expect(eventOf(harness.store.log(), 'run.failed')).toMatchObject({
      at: '2026-01-01T02:00:00.000Z',
      error: { code: 'run_timeout' },
    })
  })
})
