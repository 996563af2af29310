import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, typesOf, workflow } from '../../testing'

describe('a workflow step', () => {
  const child = workflow(
    '  - { id: double, http: { url: "https://x.test/" }, retry: { attempts: 1 } }\n',
    'name: child\ninputs: { n: { type: integer } }\n',
  ).replace('name: test\n', '')
  const source = workflow('  - { id: call, workflow: { use: child, inputs: { n: 4 } } }\n')

  it('starts a run of the other workflow and ends with its output', async () => {
    const harness = createHarness({
      work: ({ scope }) => succeeded({ got: scope.inputs ?? null }),
      workflows: { child },
    })
    expect((await harness.start({ source }).done()).status).toBe('succeeded')
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ got: { n: 4 } })
  })

  it('fails as that run fails, and after a resume starts another one', async () => {
    let isBroken = true
    const harness = createHarness({
      work: () => (isBroken ? failed('http_4xx', { retryable: false }) : succeeded('well')),
      workflows: { child },
    })
    await harness.start({ source }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({
      code: 'child_failed',
      path: 'call',
      details: { error: { code: 'http_4xx' } },
    })
    isBroken = false
    expect((await harness.drive(harness.store.resume())).status).toBe('succeeded')
  })

  it('that is detached does not wait', async () => {
    const detached = workflow('  - { id: call, workflow: { use: child, inputs: { n: 4 }, detach: true } }\n')
    const harness = createHarness({ workflows: { child } })
    await harness.start({ source: detached }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ runId: 'run_1/call/1', number: 2 })
  })

  it('takes the other run along when its own is cancelled', async () => {
    const slow = workflow('  - { id: pause, wait: { for: 1d } }\n')
    const harness = createHarness({ workflows: { child: slow } })
    let asked = 0
    await harness.start({ source }).done({ onWaiting: () => asked++ === 0 && harness.store.requestCancel() })
    expect(harness.store.log().at(-1)?.type).toBe('run.cancelled')
    expect(harness.store.snapshot('run_1/call/1').stop).toBe('cancel')
  })

  it('starts the other run once, whatever crashes', async () => {
    for (let commit = 1; commit <= 6; commit += 1) {
      const harness = createHarness({ workflows: { child } })
      await harness.start({ source }).done({ crashAt: { commit, when: 'after' } })
      expect(harness.store.log().at(-1)?.type).toBe('run.succeeded')
      expect(harness.store.snapshot('run_1/call/1').number).toBe(2)
    }
  })
})

describe('a wait for an event', () => {
  const waiting = (more = '') =>
    workflow(
      `  - { id: paid, wait: { event: { name: order.paid, match: "event.data.id == inputs.id"${more} } } }\n`,
      'inputs: { id: { type: string } }\n',
    )
  const paying = workflow(
    '  - { id: pay, emit: { name: order.paid, data: { id: "${{ inputs.id }}" } } }\n',
    'inputs: { id: { type: string } }\n',
  )

  it('ends with the first event that matches', async () => {
    const harness = createHarness()
    const run = harness.start({ source: waiting(), inputs: { id: 'b' } })
    expect((await run.done()).status).toBe('waiting')
    await harness.start({ source: paying, inputs: { id: 'a' }, runId: 'run_a' }).done()
    expect((await harness.drive(run.request)).status).toBe('waiting')
    await harness.start({ source: paying, inputs: { id: 'b' }, runId: 'run_b' }).done()
    expect((await harness.drive(run.request)).status).toBe('succeeded')
    expect(eventOf(harness.store.log(), 'step.succeeded', 'paid').output).toMatchObject({
      name: 'order.paid',
      data: { id: 'b' },
    })
  })

  it('fails, or goes on with nothing, when none comes in time', async () => {
    const failing = createHarness()
    await failing.start({ source: waiting(', timeout: 1h'), inputs: { id: 'b' } }).done()
    expect(eventOf(failing.store.log(), 'step.failed', 'paid').error.code).toBe('timeout')
    const going = createHarness()
    await going.start({ source: waiting(', timeout: 1h, onTimeout: continue'), inputs: { id: 'b' } }).done()
    expect(eventOf(going.store.log(), 'run.succeeded').output).toBeNull()
  })
})

describe('a forEach of many items', () => {
  const source = workflow(
    `  - { id: base, set: { add: 1000 } }
  - id: sweep
    forEach:
      items: "\${{ inputs.items }}"
      as: n
      maxConcurrency: 20
      onItemError: continue
      steps: [{ id: one, http: { url: "https://x.test/\${{ n }}/\${{ index }}/\${{ steps.base.output.add }}" }, retry: { attempts: 1 } }]
`,
    'inputs: { items: { type: array } }\n',
  )
  const items = Array.from({ length: 450 }, (_, index) => index)

  it('is split over child runs, and its output is one list all the same', async () => {
    const harness = createHarness({
      work: ({ config }) =>
        config.url.includes('/250/') ? failed('http_4xx', { retryable: false }) : succeeded(config.url),
    })
    expect((await harness.start({ source, inputs: { items } }).done()).status).toBe('succeeded')
    const log = harness.store.log()
    const { output } = eventOf(log, 'step.succeeded', 'sweep')
    expect(output).toHaveLength(450)
    expect(output).toMatchObject({
      0: 'https://x.test/0/0/1000',
      449: 'https://x.test/449/449/1000',
      250: { error: { code: 'http_4xx' } },
    })
    expect(eventOf(log, 'step.started', 'sweep[1].batch').input).toEqual({ from: 200, to: 399 })
    expect(typesOf(log, 'sweep[0].one')).toEqual([])
  })

  it('fails as its first failed item does, and a resume repeats that batch alone', async () => {
    let isBroken = true
    const asked: string[] = []
    const strict = source.replace('onItemError: continue', 'onItemError: fail')
    const harness = createHarness({
      work({ config }) {
        asked.push(config.url)
        return isBroken && config.url.includes('/449/')
          ? failed('http_4xx', { retryable: false })
          : succeeded()
      },
    })
    await harness.start({ source: strict, inputs: { items } }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({
      path: 'sweep[2].batch',
      details: { error: { code: 'http_4xx', path: 'sweep[49].one' } },
    })
    isBroken = false
    asked.length = 0
    expect((await harness.drive(harness.store.resume())).status).toBe('succeeded')
    expect(asked).toHaveLength(50)
  })
})
