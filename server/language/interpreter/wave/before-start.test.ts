import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, typesOf, workflow, workStep } from '../../testing'

describe('delay', () => {
  it('passes before the first attempt only, and costs nothing meanwhile', async () => {
    let tries = 0
    const harness = createHarness({ work: () => (++tries < 2 ? failed('http_5xx') : succeeded()) })
    await harness.start({ source: workflow(workStep('a', 'delay: 2h')) }).done()
    const log = harness.store.log()
    expect(typesOf(log, 'a').slice(0, 4)).toEqual([
      'step.queued',
      'step.waiting',
      'step.woken',
      'step.started',
    ])
    expect(typesOf(log, 'a').filter((type) => type === 'step.queued')).toHaveLength(1)
    const started = eventOf(log, 'step.started', 'a')
    expect(Date.parse(started.at) - Date.parse(eventOf(log, 'step.queued', 'a').at)).toBe(7_200_000)
  })

  it('is left out for a step that is skipped', async () => {
    const harness = createHarness()
    await harness.start({ source: workflow(workStep('a', 'delay: 2h, if: "false"')) }).done()
    expect(typesOf(harness.store.log(), 'a')).toEqual(['step.skipped'])
  })

  it('holds after a crash', async () => {
    for (let commit = 1; commit <= 5; commit += 1) {
      const harness = createHarness()
      await harness
        .start({ source: workflow(workStep('a', 'delay: 2h')) })
        .done({ crashAt: { commit, when: 'after' } })
      const log = harness.store.log()
      expect(
        Date.parse(eventOf(log, 'step.started', 'a').at) - Date.parse(log[0]?.at ?? ''),
      ).toBeGreaterThanOrEqual(7_200_000)
      expect(log.at(-1)?.type).toBe('run.succeeded')
    }
  })
})

describe('cache', () => {
  const source = workflow(
    workStep('a', 'cache: { key: "${{ inputs.city }}", ttl: 1h }'),
    'inputs: { city: { type: string } }\n',
  )

  it('gives the output of an earlier run of the same key, until its time is over', async () => {
    let asked = 0
    const harness = createHarness({ work: () => succeeded({ asked: ++asked }) })
    const outputOf = async (runId: string, city: string) => {
      await harness.start({ source, inputs: { city }, runId }).done()
      return eventOf(harness.store.log(runId), 'step.succeeded', 'a')
    }
    expect(await outputOf('run_1', 'Oslo')).toMatchObject({ output: { asked: 1 } })
    expect(await outputOf('run_2', 'Oslo')).toMatchObject({ output: { asked: 1 }, isCached: true })
    expect(await outputOf('run_3', 'Rome')).toMatchObject({ output: { asked: 2 } })
    await harness.clock.sleep(3_600_000)
    expect(await outputOf('run_4', 'Oslo')).toMatchObject({ output: { asked: 3 } })
  })

  it('keeps nothing of a step that failed', async () => {
    const harness = createHarness({
      work: ({ runId }) => (runId === 'run_1' ? failed('http_4xx', { retryable: false }) : succeeded('well')),
    })
    await harness.start({ source, inputs: { city: 'Oslo' } }).done()
    await harness.start({ source, inputs: { city: 'Oslo' }, runId: 'run_2' }).done()
    expect(eventOf(harness.store.log('run_2'), 'step.succeeded', 'a').isCached).toBeUndefined()
  })
})

describe('step concurrency', () => {
  const limited = (id: string) => workStep(id, 'needs: [], concurrency: { key: "db", limit: 2 }')

  it('never runs more at once than the limit, in the order in which they asked', async () => {
    let running = 0
    let most = 0
    const order: string[] = []
    const harness = createHarness({
      async work({ path }) {
        order.push(path)
        most = Math.max(most, ++running)
        await harness.clock.sleep(1_000)
        running -= 1
        return succeeded()
      },
    })
    const ids = ['a', 'b', 'c', 'd', 'e']
    expect((await harness.start({ source: workflow(ids.map(limited).join('')) }).done()).status).toBe(
      'succeeded',
    )
    expect(most).toBe(2)
    expect(order).toEqual(ids)
    expect(typesOf(harness.store.log(), 'c')).toContain('step.queued')
  })

  it('gives the place of a step that failed to the next one', async () => {
    const harness = createHarness({
      work: ({ path }) => (path === 'a' ? failed('http_4xx', { retryable: false }) : succeeded()),
    })
    const one = (id: string) =>
      workStep(id, 'needs: [], onError: continue, concurrency: { key: "db", limit: 1 }')
    expect((await harness.start({ source: workflow(one('a') + one('b')) }).done()).status).toBe('succeeded')
    expect(harness.store.slots).toEqual([])
  })
})
