import { describe, expect, it } from 'vitest'
import {
  createHarness,
  createVirtualClock,
  eventOf,
  failed,
  succeeded,
  typesOf,
  workflow,
  workStep,
} from '../../testing'
import { runWave } from './run-wave'

describe('a run', () => {
  it('runs its steps in order and gives the output that the workflow declares', async () => {
    const harness = createHarness()
    const source = workflow(
      `  - id: a\n    set: { x: "\${{ inputs.n + 1 }}" }\n  - id: b\n    set: { y: "\${{ steps.a.output.x * 2 }}" }\n`,
      `inputs: { n: { type: integer } }\noutput: { result: "\${{ steps.b.output.y }}" }\n`,
    )
    expect(await harness.start({ source, inputs: { n: 2 } }).done()).toMatchObject({
      status: 'succeeded',
      waves: 1,
    })
    const log = harness.store.log()
    expect(typesOf(log)).toEqual([
      'run.queued',
      'run.started',
      'step.started',
      'step.succeeded',
      'step.started',
      'step.succeeded',
      'run.succeeded',
    ])
    expect(eventOf(log, 'run.succeeded').output).toEqual({ result: 6 })
    expect(eventOf(log, 'step.started', 'b').input).toEqual({ y: 6 })
  })

  it('takes its title and tags from its inputs', async () => {
    const harness = createHarness()
    const source = workflow(
      workStep('a'),
      `inputs: { repo: { type: string } }\nrunTitle: "Check \${{ inputs.repo }}"\ntags: [nightly, "repo:\${{ inputs.repo }}"]\n`,
    )
    await harness.start({ source, inputs: { repo: 'pawl' } }).done()
    expect(eventOf(harness.store.log(), 'run.titled')).toMatchObject({
      title: 'Check pawl',
      tags: ['nightly', 'repo:pawl'],
    })
  })

  it('skips a step whose condition is not true, and runs what comes after it', async () => {
    const harness = createHarness()
    const source = workflow(
      `${workStep('a', 'if: "inputs.on"')}  - id: b\n    set: { seen: "\${{ steps.a.status }}" }\n`,
      'inputs: { on: { type: boolean } }\n',
    )
    await harness.start({ source, inputs: { on: false } }).done()
    const log = harness.store.log()
    expect(typesOf(log, 'a')).toEqual(['step.skipped'])
    expect(eventOf(log, 'run.succeeded').output).toEqual({ seen: 'skipped' })
  })

  it('fails with the first failed step and starts nothing after it', async () => {
    const harness = createHarness({
      work: ({ path }) => (path === 'a' ? failed('http_4xx', { retryable: false }) : succeeded()),
    })
    expect(await harness.start({ source: workflow(workStep('a') + workStep('b')) }).done()).toMatchObject({
      status: 'failed',
    })
    const log = harness.store.log()
    expect(typesOf(log, 'b')).toEqual([])
    expect(eventOf(log, 'run.failed').error).toMatchObject({ code: 'http_4xx', path: 'a' })
  })

  it('goes on after a failure that the step accepts', async () => {
    const harness = createHarness({
      work: ({ path }) =>
        path === 'a' ? failed('http_4xx', { retryable: false }) : succeeded({ done: true }),
    })
    const source = workflow(workStep('a', 'onError: continue') + workStep('b'))
    expect(await harness.start({ source }).done()).toMatchObject({ status: 'succeeded' })
    expect(eventOf(harness.store.log(), 'step.failed', 'a').continued).toBe(true)
  })

  it('fails the step, naming expression and place, when an expression fails', async () => {
    const harness = createHarness()
    const source = workflow(
      `  - id: a\n    set: { x: "\${{ JSON.parse(inputs.text).deep }}" }\n`,
      'inputs: { text: { type: string } }\n',
    )
    await harness.start({ source, inputs: { text: 'no json' } }).done()
    const { error } = eventOf(harness.store.log(), 'step.failed', 'a')
    expect(error.code).toBe('expression_failed')
    expect(error.message).toContain('JSON.parse(inputs.text).deep')
    expect(error.message).toContain('x')
  })

  it('is not started again by a wave of an older generation, nor after its end', async () => {
    const harness = createHarness()
    const { request, done } = harness.start({ source: workflow(workStep('a')) })
    await done()
    expect(await runWave(harness.ports(), request)).toEqual({ kind: 'ended', status: null })
    expect(await runWave(harness.ports(), { ...request, generation: 7 })).toEqual({
      kind: 'ended',
      status: null,
    })
  })
})

describe('results', () => {
  const endOf = async (output: unknown, extra = '') => {
    // Handlers are typed, but what they return at run time is checked all the same.
    const harness = createHarness({ work: () => ({ kind: 'succeeded', output: output as never }) })
    await harness.start({ source: workflow(workStep('a', extra)) }).done()
    return harness.store.snapshot().steps[0]
  }

  it('that do not fit the declared schema fail the step', async () => {
    const step = await endOf(
      { n: 'x' },
      'output: { type: object, properties: { n: { type: integer } } }, retry: { attempts: 1 }',
    )
    expect(step?.error).toMatchObject({ code: 'schema_mismatch', message: expect.stringContaining('n:') })
  })

  it('larger than 32 MiB fail the step', async () => {
    const most = 32 * 1024 * 1024
    expect((await endOf('x'.repeat(most - 2)))?.status).toBe('succeeded')
    expect((await endOf('x'.repeat(most - 1)))?.error).toMatchObject({ code: 'output_too_large' })
  })

  it('that are no JSON fail the step', async () => {
    expect((await endOf({ n: 1n }))?.error).toMatchObject({ code: 'output_invalid' })
  })

  it('keep only what a database can hold', async () => {
    expect((await endOf({ text: 'a\0b\ud800c', 'k\0': 1, fine: '\\u0000' }))?.output).toEqual({
      text: 'a\ufffdb\ufffdc',
      'k\ufffd': 1,
      fine: '\\u0000',
    })
  })
})

describe('handlers', () => {
  it('that throw what no one expects fail the step with `bug`, and the operator hears of it', async () => {
    const harness = createHarness({
      work: () => {
        throw new TypeError('x is undefined')
      },
    })
    await harness.start({ source: workflow(workStep('a')) }).done()
    expect(eventOf(harness.store.log(), 'step.failed', 'a').error).toMatchObject({
      code: 'bug',
      message: expect.stringContaining('x is undefined'),
    })
    expect(harness.bugs).toHaveLength(1)
  })

  it('start only after the log says so, with equal idempotency keys for all attempts', async () => {
    const keys: string[] = []
    const harness = createHarness({
      work({ idempotencyKey, path, attempt }) {
        keys.push(idempotencyKey)
        const started = harness.store
          .log()
          .filter((event) => event.type === 'step.started' && event.path === path)
        expect(started).toHaveLength(attempt)
        return attempt === 1 ? failed('http_5xx') : succeeded()
      },
    })
    await harness.start({ source: workflow(workStep('a')) }).done()
    expect(keys).toEqual(['run_1:a', 'run_1:a'])
  })

  it('never show secret values in inputs, outputs, errors or logs', async () => {
    const harness = createHarness({
      secrets: { TOKEN: 's3cret-value' },
      async work({ ports, orgId, projectId, log, path }) {
        const value = await ports.secrets.read({ orgId, projectId }, 'TOKEN')
        log('info', `sent ${value}`, { value: value ?? null })
        if (path === 'b')
          return { kind: 'failed', failure: { code: 'x', message: `echo ${value}`, retryable: false } }
        return succeeded({ echo: value ?? null })
      },
    })
    const step = (id: string) =>
      `  - id: ${id}\n    http: { url: "https://x.test", auth: { bearer: "\${{ secrets.TOKEN }}" } }\n`
    await harness.start({ source: workflow(step('a') + step('b')) }).done()
    const text = JSON.stringify(harness.store.log())
    expect(text).not.toContain('s3cret-value')
    expect(text).not.toContain('nonce-of-a-memory-run')
    expect(eventOf(harness.store.log(), 'step.started', 'a').input).toMatchObject({
      auth: { bearer: '•••TOKEN•••' },
    })
  })

  it('log at most 1,000 lines of 8 KiB an attempt, and the log says that it was cut', async () => {
    const harness = createHarness({
      work({ log }) {
        for (let line = 0; line < 1_500; line += 1)
          log('info', line === 0 ? 'ä'.repeat(10_000) : `line ${line}`)
        return succeeded()
      },
    })
    await harness.start({ source: workflow(workStep('a')) }).done()
    const lines = harness.store.log().filter((event) => event.type === 'step.logged')
    expect(lines).toHaveLength(1_001)
    expect(lines.at(-1)).toMatchObject({
      level: 'warn',
      message: expect.stringContaining('more than 1000 lines'),
    })
    expect(lines[0]?.message.startsWith(`${'ä'.repeat(4_096)}… [20000 bytes`)).toBe(true)
  })

  it('have their log lines committed while they still run', async () => {
    const seen: number[] = []
    const harness = createHarness({
      async work({ log }) {
        log('info', 'half way')
        await harness.clock.sleep(600)
        seen.push(harness.store.log().filter((event) => event.type === 'step.logged').length)
        return succeeded()
      },
    })
    await harness.start({ source: workflow(workStep('a')) }).done()
    expect(seen).toEqual([1])
  })
})

describe('a wave', () => {
  it('commits the results of one moment together', async () => {
    const harness = createHarness()
    const ports = harness.ports()
    const { request } = harness.start({
      source: workflow(Array.from({ length: 30 }, (_, n) => workStep(`s${n}`, 'needs: []')).join('')),
    })
    expect(await runWave(ports, request)).toEqual({ kind: 'ended', status: 'succeeded' })
    expect(ports.store.commits).toBeLessThanOrEqual(4)
  })

  it('holds at most its share of steps at once', async () => {
    let running = 0
    let most = 0
    const harness = createHarness({
      limits: { concurrency: 4 },
      async work() {
        running += 1
        most = Math.max(most, running)
        await harness.clock.sleep(100)
        running -= 1
        return succeeded()
      },
    })
    await harness
      .start({
        source: workflow(Array.from({ length: 20 }, (_, n) => workStep(`s${n}`, 'needs: []')).join('')),
      })
      .done()
    expect(most).toBe(4)
  })

  it('starts nothing after its time, lets running steps finish and hands over', async () => {
    const harness = createHarness({
      work: async () => {
        await harness.clock.sleep(15_000)
        return succeeded()
      },
    })
    const { request, done } = harness.start({
      source: workflow(workStep('a') + workStep('b') + workStep('c')),
    })
    expect(await runWave(harness.ports(), request)).toEqual({ kind: 'continue' })
    expect(typesOf(harness.store.log(), 'b')).toEqual(['step.started', 'step.succeeded'])
    expect(typesOf(harness.store.log(), 'c')).toEqual([])
    expect(await done()).toMatchObject({ status: 'succeeded' })
  })

  it('commits nothing once its lease is lost, and aborts what it runs', async () => {
    let wasAborted = false
    const harness = createHarness({
      async work({ signal }) {
        harness.store.stealLease()
        await harness.clock.sleep(60_000, signal)
        wasAborted = signal.aborted
        return succeeded()
      },
    })
    const { request } = harness.start({ source: workflow(workStep('a') + workStep('b')) })
    expect(await runWave(harness.ports(), request)).toEqual({ kind: 'continue' })
    await harness.clock.sleep(100)
    expect(wasAborted).toBe(true)
    expect(typesOf(harness.store.log())).toEqual(['run.queued', 'run.started', 'step.started'])
  })

  it('asks for a busy lease for a while, then leaves the run to its owner', async () => {
    const harness = createHarness()
    const { request } = harness.start({ source: workflow(workStep('a')) })
    harness.store.stealLease()
    expect(await runWave(harness.ports(), { ...request, limits: { acquireMs: 1_000 } })).toEqual({
      kind: 'continue',
    })
    expect(await runWave(harness.ports(), request)).toEqual({ kind: 'ended', status: 'succeeded' })
  })

  it('keeps its lease through long steps', async () => {
    const harness = createHarness({
      work: async () => {
        await harness.clock.sleep(60_000)
        return succeeded()
      },
    })
    expect(await harness.start({ source: workflow(workStep('a')) }).done()).toMatchObject({
      status: 'succeeded',
      waves: 1,
    })
  })

  it('passes an infrastructure failure on, and the next wave repeats only what was not finished', async () => {
    const ran: string[] = []
    const harness = createHarness({
      work: ({ path }) => {
        ran.push(path)
        return succeeded()
      },
    })
    const { request, done } = harness.start({ source: workflow(workStep('a') + workStep('b')) })
    const ports = harness.ports()
    const commit = ports.store.commit
    let commits = 0
    const broken = {
      ...ports,
      store: {
        ...ports.store,
        commit: async (...call: Parameters<typeof commit>) => {
          commits += 1
          if (commits === 3) throw new Error('connection reset')
          return commit(...call)
        },
      },
    }
    await expect(runWave(broken, request)).rejects.toThrow('connection reset')
    expect(await done()).toMatchObject({ status: 'succeeded' })
    expect(ran).toEqual(['a', 'b', 'b'])
  })

  it('writes the same log each time', async () => {
    const logOf = async () => {
      const harness = createHarness({
        clock: createVirtualClock(),
        work: async ({ path, attempt }) => {
          await harness.clock.sleep(path.length * 70)
          return attempt === 1 && path.endsWith('b') ? failed('http_5xx') : succeeded({ path })
        },
      })
      await harness
        .start({
          source: workflow(
            `  - id: p\n    parallel:\n      branches:\n        x: [{ id: a, http: { url: "https://x.test" } }, { id: b, http: { url: "https://x.test" } }]\n        yy: [{ id: bb, http: { url: "https://x.test" } }]\n${workStep('after')}`,
          ),
        })
        .done()
      return harness.store.log()
    }
    expect(await logOf()).toEqual(await logOf())
  })
})
