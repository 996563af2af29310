import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, typesOf, workflow, workStep } from '../../testing'
import { runWave } from './run-wave'

describe('retries', () => {
  const retry = 'retry: { attempts: 4, backoff: exponential, delay: 1s, maxDelay: 3s, jitter: false }'

  it('follow the policy, each attempt kept in the log with the time of the next', async () => {
    const times: number[] = []
    const harness = createHarness({
      work: () => {
        times.push(harness.clock.now().getTime())
        return failed('http_5xx')
      },
    })
    await harness.start({ source: workflow(workStep('a', retry)) }).done()
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 1_000, 3_000, 6_000])
    const log = harness.store.log()
    expect(typesOf(log, 'a')).toEqual([
      ...['step.started', 'step.attemptFailed', 'step.waiting', 'step.woken'],
      ...['step.started', 'step.attemptFailed', 'step.waiting', 'step.woken'],
      ...['step.started', 'step.attemptFailed', 'step.waiting', 'step.woken'],
      ...['step.started', 'step.failed'],
    ])
    expect(eventOf(log, 'step.failed').attempt).toBe(4)
    expect(eventOf(log, 'step.attemptFailed').retryAt).toBe('2026-01-01T00:00:01.000Z')
  })

  it('wait as long as the other side asked for', async () => {
    const harness = createHarness({
      work: ({ attempt }) => (attempt === 1 ? failed('rate_limited', { retryAfterMs: 7_500 }) : succeeded()),
    })
    await harness.start({ source: workflow(workStep('a', retry)) }).done()
    expect(eventOf(harness.store.log(), 'step.attemptFailed').retryAt).toBe('2026-01-01T00:00:07.500Z')
  })

  it('do not happen for codes that the policy does not name', async () => {
    const harness = createHarness({ work: () => failed('http_4xx') })
    const source = workflow(workStep('a', 'retry: { attempts: 3, on: [http_5xx] }'))
    await harness.start({ source }).done()
    expect(typesOf(harness.store.log(), 'a')).toEqual(['step.started', 'step.failed'])
  })

  it('that are due soon stay in the wave, longer ones end it', async () => {
    const harness = createHarness({ work: ({ attempt }) => (attempt < 3 ? failed('http_5xx') : succeeded()) })
    const source = workflow(
      workStep('a', 'retry: { attempts: 3, backoff: linear, delay: 1500ms, jitter: false }'),
    )
    const { request } = harness.start({ source })
    expect(await runWave(harness.ports(), request)).toEqual({
      kind: 'waiting',
      dueAt: '2026-01-01T00:00:04.500Z',
      at: '2026-01-01T00:00:01.500Z',
    })
  })

  it('happen on time while another step runs', async () => {
    const times: number[] = []
    const harness = createHarness({
      async work({ path, attempt }) {
        if (path === 'slow') await harness.clock.sleep(15_000)
        if (path !== 'a') return succeeded()
        times.push(harness.clock.now().getTime())
        return attempt === 1 ? failed('http_5xx') : succeeded()
      },
    })
    const source = workflow(
      workStep('slow') +
        workStep('a', 'needs: [], retry: { attempts: 2, backoff: fixed, delay: 5s, jitter: false }'),
    )
    await harness.start({ source }).done()
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(5_000)
  })
})

describe('a timer', () => {
  it('ends its step with an empty output when it is due', async () => {
    const harness = createHarness()
    const source = workflow('  - { id: pause, wait: { for: 3h } }\n  - { id: after, set: { x: 1 } }\n')
    expect(await harness.start({ source }).done()).toMatchObject({ status: 'succeeded', waves: 2 })
    const log = harness.store.log()
    expect(typesOf(log, 'pause')).toEqual(['step.started', 'step.waiting', 'step.woken', 'step.succeeded'])
    expect(eventOf(log, 'step.woken').at).toBe('2026-01-01T03:00:00.000Z')
  })

  it('longer than the step may take fails it with `timeout`', async () => {
    const harness = createHarness()
    await harness.start({ source: workflow('  - { id: pause, timeout: 1h, wait: { for: 3h } }\n') }).done()
    const { error, at } = eventOf(harness.store.log(), 'step.failed', 'pause')
    expect([error.code, at]).toEqual(['timeout', '2026-01-01T01:00:00.000Z'])
  })
})

describe('an approval', () => {
  const gate = (more = '') =>
    workflow(
      `  - id: gate\n    approval: { title: Go?, form: { type: object, properties: { text: { type: string, default: draft } } }${more} }\n${workStep('after')}`,
      `output: "\${{ steps.gate.output }}"\n`,
    )

  it('lets the run go on with what was approved', async () => {
    const harness = createHarness()
    const { request, done } = harness.start({ source: gate() })
    expect(await done()).toMatchObject({ status: 'waiting', waves: 1 })
    harness.store.decide('gate', {
      outcome: 'approved',
      values: { text: 'final' },
      comment: 'fine',
      by: 'Grace',
    })
    expect(await harness.drive(request)).toMatchObject({ status: 'succeeded' })
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({
      outcome: 'approved',
      values: { text: 'final' },
      comment: 'fine',
      decidedBy: 'Grace',
      changed: true,
    })
    expect(typesOf(harness.store.log(), 'gate')).toEqual([
      'step.started',
      'step.waiting',
      'approval.decided',
      'step.woken',
      'step.succeeded',
    ])
  })

  it('that is rejected fails its step without another attempt', async () => {
    const harness = createHarness()
    const { request, done } = harness.start({ source: gate() })
    await done()
    harness.store.decide('gate', { outcome: 'rejected', comment: 'too early' })
    expect(await harness.drive(request)).toMatchObject({ status: 'failed' })
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({
      code: 'approval_rejected',
      message: 'It was rejected: too early',
      path: 'gate',
    })
    expect(typesOf(harness.store.log(), 'after')).toEqual([])
  })

  it.each([
    ['approve', 'succeeded', undefined],
    ['reject', 'failed', 'approval_rejected'],
    ['fail', 'failed', 'approval_timeout'],
  ])('that nobody decides in time is taken as `onTimeout: %s` says', async (onTimeout, status, code) => {
    const harness = createHarness()
    const { done } = harness.start({ source: gate(`, timeout: 2h, onTimeout: ${onTimeout}`) })
    expect(await done()).toMatchObject({ status })
    const log = harness.store.log()
    expect(eventOf(log, 'approval.decided')).toMatchObject({
      outcome: 'expired',
      by: null,
      at: '2026-01-01T02:00:00.000Z',
    })
    expect(harness.store.pendingApprovals()).toEqual([])
    if (code) expect(eventOf(log, 'run.failed').error.code).toBe(code)
    else {
      const expected = {
        outcome: 'expired',
        values: { text: 'draft' },
        comment: null,
        decidedBy: null,
        changed: false,
      }
      expect(eventOf(log, 'run.succeeded').output).toEqual(expected)
    }
  })

  it('decided in the instant of its timeout counts as decided', async () => {
    const harness = createHarness()
    const run = harness.start({ source: gate(', timeout: 2h, onTimeout: fail') })
    const ports = harness.ports()
    expect(await runWave(ports, run.request)).toMatchObject({ kind: 'waiting' })
    await harness.clock.sleep(7_200_000)
    let commits = 0
    const { commit } = ports.store
    const racing = {
      ...ports,
      store: {
        ...ports.store,
        async commit(...call: Parameters<typeof commit>) {
          commits += 1
          if (commits === 1) harness.store.decide('gate', { outcome: 'approved' })
          return commit(...call)
        },
      },
    }
    expect(await runWave(racing, run.request)).toEqual({ kind: 'ended', status: 'succeeded' })
    const decided = harness.store.log().filter((event) => event.type === 'approval.decided')
    expect(decided.map(({ outcome }) => outcome)).toEqual(['approved'])
  })

  it('decided while the wave still works is taken by that wave', async () => {
    const harness = createHarness({
      async work({ path }) {
        if (path === 'slow') {
          await harness.clock.sleep(3_000)
          harness.store.decide('gate', { outcome: 'approved' })
          await harness.clock.sleep(5_000)
        }
        return succeeded()
      },
    })
    const source = workflow(`  - { id: gate, approval: { title: Go? } }\n${workStep('slow', 'needs: []')}`)
    expect(await harness.start({ source }).done()).toMatchObject({ status: 'succeeded', waves: 1 })
    expect(Date.parse(eventOf(harness.store.log(), 'step.succeeded', 'gate').at)).toBeLessThan(
      Date.parse(eventOf(harness.store.log(), 'step.succeeded', 'slow').at),
    )
  })

  it('decided between the last look and the end of the wave is not overheard', async () => {
    const harness = createHarness()
    const { request } = harness.start({ source: gate() })
    const ports = harness.ports()
    const { release } = ports.store
    const late = {
      ...ports,
      store: {
        ...ports.store,
        release(...call: Parameters<typeof release>) {
          if (harness.store.pendingApprovals().length > 0)
            harness.store.decide('gate', { outcome: 'approved' })
          return release(...call)
        },
      },
    }
    expect(await runWave(late, request)).toEqual({ kind: 'ended', status: 'succeeded' })
  })
})
