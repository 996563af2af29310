import { describe, expect, it } from 'vitest'
import {
  createHarness,
  definitionOf,
  eventOf,
  failed,
  type Harness,
  succeeded,
  typesOf,
  workflow,
} from '../../testing'
import { memoryRuns } from '../../testing/memory-world'
import { runWave } from './run-wave'

const slow = workflow('  - { id: long, wait: { for: 30d } }\n')
const calling = (more = '') => workflow(`  - { id: call, workflow: { use: child }${more} }\n`)

describe('a run that a step waits for', () => {
  it('is cancelled when the time of the step is over', async () => {
    const harness = createHarness({ workflows: { child: slow } })
    await harness.start({ source: calling(', timeout: 1m') }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({ code: 'timeout', path: 'call' })
    expect(harness.store.snapshot('run_1/call/1').stop).toBe('cancel')
  })

  it('is started anew as often as the policy says, and each failure is kept', async () => {
    let broken = 2
    const harness = createHarness({
      work: () => (broken-- > 0 ? failed('http_4xx', { retryable: false }) : succeeded('well')),
      workflows: { child: workflow('  - { id: a, http: { url: "https://x.test" } }\n') },
    })
    const source = calling(', retry: { attempts: 3, backoff: fixed, delay: 5m, jitter: false }')
    expect((await harness.start({ source }).done()).status).toBe('succeeded')
    const log = harness.store.log()
    expect(typesOf(log, 'call').filter((type) => type === 'step.attemptFailed')).toHaveLength(2)
    expect(eventOf(log, 'run.succeeded').output).toBe('well')
    const runIds = log.flatMap((event) =>
      event.type === 'step.waiting' && event.wait.kind === 'child' ? [event.wait.childRunId] : [],
    )
    expect(runIds).toEqual(['run_1/call/1', 'run_1/call/2', 'run_1/call/3'])
  })

  it('that is over before its step waits answers it all the same', async () => {
    const child = definitionOf(workflow('  - { id: a, set: { x: 1 } }\n'))
    const runs = () => memoryRuns(quick.store, { child })
    const quick: Harness = createHarness({
      steps: {
        runs: {
          async start(caller, request) {
            const started = await runs().start(caller, request)
            const { orgId } = caller
            if (started.ok) await runWave(quick.ports(), { orgId, runId: started.runId, generation: 1 })
            return started
          },
          startFragment: (...given) => runs().startFragment(...given),
          cancel: (...given) => runs().cancel(...given),
        },
      },
    })
    const { status } = await quick.start({ source: calling() }).done()
    expect(status).toBe('succeeded')
  })

  it('that was cancelled by people is not tried again', async () => {
    const harness = createHarness({ workflows: { child: slow } })
    let asked = 0
    const { status } = await harness.start({ source: calling(', retry: { attempts: 3 }') }).done({
      onWaiting: () => asked++ === 0 && harness.store.requestCancel(),
    })
    expect(status).toBe('cancelled')
    const other = createHarness({ workflows: { child: slow } })
    const run = other.start({ source: calling(', retry: { attempts: 3 }') })
    await run.done({
      onWaiting: () => other.store.snapshot().steps.length > 0 && other.store.requestCancel('run_1/call/1'),
    })
    expect(eventOf(other.store.log(), 'run.failed').error.code).toBe('child_failed')
    expect(typesOf(other.store.log(), 'call')).not.toContain('step.attemptFailed')
  })

  it('that comes to be while its step is being stopped is cancelled, too', async () => {
    const harness = createHarness({ workflows: { child: slow } })
    const { runs } = harness.ports().steps
    const late = createHarness({
      clock: harness.clock,
      steps: {
        runs: {
          ...runs,
          async start(caller, request) {
            late.store.requestCancel()
            await late.clock.sleep(3_000)
            return runs.start(caller, request)
          },
        },
      },
    })
    harness.start({ source: slow })
    expect((await late.start({ source: calling() }).done()).status).toBe('cancelled')
    expect(harness.store.snapshot('run_1/call/1').stop).toBe('cancel')
  })

  it('fails its step where it cannot be started', async () => {
    const harness = createHarness()
    await harness.start({ source: calling() }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error.code).toBe('unknown_workflow')
  })
})

describe('the items of a large forEach', () => {
  const items = Array.from({ length: 201 }, (_, index) => index)
  const sweep = (inner: string, more = '') =>
    workflow(`  - id: sweep
    forEach: { items: ${JSON.stringify(items)}${more}, steps: [${inner}] }
`)

  it('fail it where no run can be started for them', async () => {
    const harness = createHarness({
      steps: {
        runs: {
          start: () => Promise.reject(new Error('Nobody starts.')),
          startFragment: async () => ({ ok: false, code: 'too_deep', message: 'Too deep.' }),
          cancel: async () => undefined,
        },
      },
    })
    await harness.start({ source: sweep('{ id: one, set: { n: "${{ item }}" } }') }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({
      code: 'too_deep',
      path: 'sweep[0].batch',
    })
  })

  it('stay in their run where they can be undone', async () => {
    const harness = createHarness()
    const source = sweep('{ id: one, set: { n: "${{ item }}" }, undo: { set: { back: "${{ item }}" } } }')
    expect((await harness.start({ source }).done()).status).toBe('succeeded')
    expect(harness.store.snapshot().steps).toHaveLength(202)
  })

  it('fail as a whole what accepts their failure as a whole: each run of some of them fails', async () => {
    const source = workflow(`  - id: sweep
    forEach: { items: ${JSON.stringify(items)}, maxConcurrency: 1, steps: [{ id: one, assert: item != 200 }] }
    timeout: 1h
    output: { type: array, minItems: 201 }
    onError: { steps: [{ id: instead, set: { why: "\${{ error.code }}" } }] }
`)
    const harness = createHarness()
    expect((await harness.start({ source }).done()).status).toBe('succeeded')
    const log = harness.store.log()
    expect(eventOf(log, 'run.succeeded').output).toEqual({ why: 'child_failed' })
    const [first, second] = [0, 1].map(
      (slot) => harness.store.snapshot(`run_1/sweep[${slot}].batch/1`).status,
    )
    expect([first, second]).toEqual(['succeeded', 'failed'])
  })
})
