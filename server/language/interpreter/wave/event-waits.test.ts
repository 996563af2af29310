import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, type Harness, workflow } from '../../testing'

const waiting = (event: string, more = '') =>
  workflow(
    `  - { id: heard, wait: { event: { name: told${event} } }${more} }\n  - { id: read, set: { x: 1 } }\n`,
  )

async function emit(harness: Harness, data: null | object = null) {
  const caller = {
    orgId: 'org_1',
    projectId: 'prj_1',
    runId: 'outside',
    path: '',
    attempt: 1 + Math.random(),
  }
  // JSON all through.
  return harness.ports().steps.events.emit(caller, { name: 'told', data: data as never })
}

describe('a wait for an event', () => {
  it('takes any of that name where nothing is said of it', async () => {
    const harness = createHarness()
    const run = harness.start({ source: waiting('') })
    await run.done()
    await emit(harness, { n: 1 })
    expect((await harness.drive(run.request)).status).toBe('succeeded')
    expect(eventOf(harness.store.log(), 'step.succeeded', 'heard').output).toMatchObject({ data: { n: 1 } })
  })

  it('fails where its condition cannot be evaluated', async () => {
    const harness = createHarness()
    const run = harness.start({ source: waiting(', match: event.data.deep.deeper == 1') })
    await run.done()
    await emit(harness, { n: 1 })
    expect((await harness.drive(run.request)).status).toBe('failed')
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({
      code: 'expression_failed',
      path: 'heard',
    })
  })

  it('fails for the condition, not for the time, where an event came that it cannot be held against', async () => {
    const harness = createHarness({
      async work() {
        await harness.clock.sleep(3_000)
        await emit(harness, {})
        await harness.clock.sleep(20_000)
        return { kind: 'succeeded', output: null }
      },
    })
    // Nobody wakes it: the event is found at the end of its time.
    harness.store.wakeForEvent = () => undefined
    const source = workflow(
      `  - { id: emits, needs: [], http: { url: "https://x.test" } }\n  - { id: heard, needs: [], wait: { event: { name: told, match: event.data.deep.deeper, timeout: 10s } } }\n`,
    )
    await harness.start({ source }).done()
    expect(eventOf(harness.store.log(), 'step.failed', 'heard').error.code).toBe('expression_failed')
  })

  it('takes one that came in time, although nobody has looked until its time was over', async () => {
    const harness = createHarness({
      async work() {
        await harness.clock.sleep(3_000)
        await emit(harness, { n: 2 })
        await harness.clock.sleep(20_000)
        return { kind: 'succeeded', output: null }
      },
    })
    harness.store.wakeForEvent = () => undefined
    const source = workflow(
      `  - { id: emits, needs: [], http: { url: "https://x.test" } }\n  - { id: heard, needs: [], wait: { event: { name: told, timeout: 10s } } }\n`,
    )
    expect((await harness.start({ source }).done()).status).toBe('succeeded')
    expect(eventOf(harness.store.log(), 'step.succeeded', 'heard').output).toMatchObject({ data: { n: 2 } })
  })

  it('looks through more events than come at once', async () => {
    const all = [1, 2, 3].map((n) => ({
      id: `evt_${n}`,
      name: 'told',
      data: { n },
      at: `2026-01-01T00:00:0${n}.000Z`,
    }))
    const harness = createHarness({
      steps: {
        events: {
          emit: () => Promise.reject(new Error('Nobody emits.')),
          since: async (_, __, from) => all.filter(({ at }) => Date.parse(at) >= from.getTime()).slice(0, 2),
        },
      },
    })
    expect((await harness.start({ source: waiting(', match: event.data.n == 3') }).done()).status).toBe(
      'succeeded',
    )
    expect(eventOf(harness.store.log(), 'step.succeeded', 'heard').output).toEqual({ ...all[2] })
    const none = createHarness({
      steps: { events: { emit: () => Promise.reject(new Error('Nobody emits.')), since: async () => all } },
    })
    expect((await none.start({ source: waiting(', match: event.data.n == 4') }).done()).status).toBe(
      'waiting',
    )
  })
})
