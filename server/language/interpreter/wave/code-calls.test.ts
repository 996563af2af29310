import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, typesOf, workflow } from '../../testing'

const code = (source: string, more = '') =>
  workflow(`  - id: script\n    code: ${JSON.stringify(source)}\n${more}`)

describe('code that makes calls', () => {
  it('records each as a step of its own and goes on with the answer', async () => {
    const harness = createHarness({ work: ({ config }) => succeeded({ body: config.url.length }) })
    await harness
      .start({ source: code('const one = await http("https://x.test/a"); return one.body + 1') })
      .done()
    const log = harness.store.log()
    expect(eventOf(log, 'step.started', 'script.0-http')).toMatchObject({
      kind: 'http',
      input: { url: 'https://x.test/a' },
    })
    expect(eventOf(log, 'run.succeeded').output).toBe(17)
    expect(typesOf(log, 'script')).toEqual(['step.started', 'step.succeeded'])
  })

  it('does not take what they return for expressions', async () => {
    const harness = createHarness({ work: ({ config }) => succeeded({ url: config.url }) })
    await harness.start({ source: code('return await http("https://x.test/${{ inputs.secret }}")') }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({
      url: 'https://x.test/${{ inputs.secret }}',
    })
  })

  it('runs several at once, sleeps for days, and catches what fails', async () => {
    const harness = createHarness({
      work: ({ path }) =>
        path.endsWith('2-http') ? failed('http_4xx', { retryable: false }) : succeeded(path),
    })
    const source = code(`
      const both = await Promise.all([http('https://x.test/a'), http('https://x.test/b')])
      const before = Date.now()
      let caught = null
      try { await http('https://x.test/c') } catch (error) { caught = error.code }
      await sleep('3d')
      return { both, caught, days: Math.round((Date.now() - before) / 86400000) }`)
    await harness.start({ source }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({
      both: ['script.0-http', 'script.1-http'],
      caught: 'http_4xx',
      days: 3,
    })
  })

  it('waits for people and for other runs', async () => {
    const harness = createHarness({
      workflows: {
        child: workflow(
          '  - { id: double, set: { twice: "${{ inputs.n * 2 }}" } }\n',
          'inputs: { n: { type: integer } }\n',
        ),
      },
    })
    const source = code(`
      const { twice } = await workflow('child', { inputs: { n: 4 } })
      const gate = await approval({ title: 'Take ' + twice + '?' })
      return { twice, outcome: gate.outcome }`)
    const run = harness.start({ source })
    const onWaiting = () => {
      for (const { path } of harness.store.pendingApprovals())
        harness.store.decide(path, { outcome: 'approved' })
    }
    expect((await run.done({ onWaiting })).status).toBe('succeeded')
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ twice: 8, outcome: 'approved' })
  })

  it('gives the same after a crash at any commit, and repeats no finished call', async () => {
    const source = code(`
      const seen = []
      for (let n = 0; n < 2; n++) { seen.push((await http('https://x.test/' + n)).n); await sleep('1h') }
      const [a, b] = await Promise.all([http('https://x.test/x'), sleep('2h').then(() => 'slept')])
      return { seen, a: a.n, b, at: Date.now() > 0 }`)
    const workOf = (asked: string[]) => ({
      work: ({ config }: { config: { url: string } }) => {
        asked.push(config.url)
        return succeeded({ n: config.url.at(-1) ?? '' })
      },
    })
    const calm = createHarness(workOf([]))
    const { commits } = await calm.start({ source }).done()
    const output = eventOf(calm.store.log(), 'run.succeeded').output
    expect(output).toEqual({ seen: ['0', '1'], a: 'x', b: 'slept', at: true })
    for (let commit = 1; commit <= commits; commit += 1) {
      for (const when of ['before', 'after'] as const) {
        const asked: string[] = []
        const harness = createHarness(workOf(asked))
        await harness.start({ source }).done({ crashAt: { commit, when } })
        expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual(output)
        expect(asked.length).toBeLessThanOrEqual(4)
      }
    }
  })

  it('stops calls that it did not wait for', async () => {
    const harness = createHarness({
      async work({ config, signal }) {
        await harness.clock.sleep(config.url.endsWith('slow') ? 60_000 : 10, signal)
        return signal.aborted ? failed('aborted') : succeeded(config.url.slice(-4))
      },
    })
    const source = code(
      "return await Promise.race([http('https://x.test/fast'), http('https://x.test/slow')])",
    )
    await harness.start({ source }).done()
    const log = harness.store.log()
    expect(eventOf(log, 'run.succeeded').output).toBe('fast')
    expect(typesOf(log, 'script.1-http')).toEqual(['step.started', 'step.cancelled'])
  })

  it('ends with its timeout although it waits', async () => {
    const harness = createHarness()
    await harness.start({ source: code("await sleep('5h'); return 1", '    timeout: 1h\n') }).done()
    const log = harness.store.log()
    expect(eventOf(log, 'step.failed', 'script').error.code).toBe('timeout')
    expect(typesOf(log, 'script.0-wait')).toContain('step.cancelled')
  })

  it('stops with the run', async () => {
    const harness = createHarness()
    const run = harness.start({ source: code("await sleep('5h'); return 1") })
    const { status } = await run.done({ onWaiting: () => harness.store.requestCancel() })
    expect(status).toBe('cancelled')
    expect(typesOf(harness.store.log(), 'script')).toEqual(['step.started', 'step.cancelled'])
  })

  it('calls anew from the first failed call on when its run is resumed', async () => {
    let isBroken = true
    const asked: string[] = []
    const harness = createHarness({
      work({ config }) {
        asked.push(config.url.slice(-1))
        return config.url.endsWith('b') && isBroken
          ? failed('http_4xx', { retryable: false })
          : succeeded(config.url.slice(-1))
      },
    })
    const source = code("return [await http('https://x.test/a'), await http('https://x.test/b')]")
    expect((await harness.start({ source }).done()).status).toBe('failed')
    isBroken = false
    expect((await harness.drive(harness.store.resume())).status).toBe('succeeded')
    expect(asked).toEqual(['a', 'b', 'b'])
    expect(harness.store.log().at(-1)).toMatchObject({ type: 'run.succeeded', output: ['a', 'b'] })
  })
})
