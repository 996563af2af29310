import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, workflow, workStep } from '../../testing'

const long = 'x'.repeat(70_000)

describe('a large result', () => {
  it('stands in log and rows as a reference, and is read by what speaks of it', async () => {
    const harness = createHarness({ work: ({ path }) => succeeded({ body: path === 'a' ? long : path }) })
    const source = workflow(
      `${workStep('a')}  - { id: size, set: { size: "\${{ steps.a.output.body.length }}", short: "\${{ steps.a.status }}" } }\n  - { id: count, code: "return steps.a.output.body.length" }\n`,
      'output: { whole: "${{ steps.a.output }}", size: "${{ steps.size.output.size }}", count: "${{ steps.count.output }}" }\n',
    )
    await harness.start({ source }).done()
    const log = harness.store.log()
    expect(eventOf(log, 'step.succeeded', 'a').output).toMatchObject({
      bytes: 70_011,
      digest: expect.stringMatching(/^sha256:/),
    })
    expect(eventOf(log, 'step.succeeded', 'size').output).toEqual({ size: 70_000, short: 'succeeded' })
    expect(eventOf(log, 'step.succeeded', 'count').output).toBe(70_000)
    expect(eventOf(log, 'run.succeeded').output).toMatchObject({ $blob: expect.any(String) })
    expect(JSON.stringify(log).length).toBeLessThan(80_000)
  })

  it('is read out of branches, items and later waves', async () => {
    const harness = createHarness({ work: () => succeeded({ body: long }) })
    const source = workflow(
      `  - id: both
    parallel: { branches: { one: [{ id: a, http: { url: "https://x.test/" } }], two: [{ id: b, set: { x: 1 } }] } }
  - { id: pause, wait: { for: 1h } }
  - { id: size, set: { size: "\${{ steps.both.output.one.body.length }}", two: "\${{ steps.both.output.two.x }}" } }
`,
    )
    await harness.start({ source }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ size: 70_000, two: 1 })
  })

  it('is fetched once for many steps that read it', async () => {
    let reads = 0
    const plain = createHarness()
    const { blobs } = plain.ports().steps
    const harness = createHarness({
      work: () => succeeded({ body: long }),
      steps: {
        blobs: {
          ...blobs,
          read(caller, ref) {
            reads += 1
            return blobs.read(caller, ref)
          },
        },
      },
    })
    const readers = Array.from(
      { length: 20 },
      (_, n) => `  - { id: r${n}, set: { n: "\${{ steps.a.output.body.length }}" } }\n`,
    )
    await harness.start({ source: workflow(workStep('a') + readers.join('')) }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ n: 70_000 })
    expect(reads).toBe(1)
  })
})

describe('a sensitive step', () => {
  it('logs that it logged something, not what', async () => {
    const harness = createHarness({
      work({ log }) {
        log('info', 'the-diagnosis', { of: 'the-diagnosis' })
        return succeeded({ body: 1 })
      },
    })
    await harness.start({ source }).done()
    expect(eventOf(harness.store.log(), 'step.logged', 'a').message).toBe('•••')
    expect(JSON.stringify(harness.store.log())).not.toContain('the-diagnosis')
  })

  const source = workflow(
    `${workStep('a', 'sensitive: true, retry: { attempts: 1 }')}  - { id: use, sensitive: true, set: { got: "\${{ steps.a.output.body }}" } }\n  - { id: check, set: { isSame: "\${{ steps.use.output.got == 'the-' + 'diagnosis' }}" } }\n`,
  )

  it('shows neither what it got nor what it gave, and later steps read it all the same', async () => {
    const harness = createHarness({ work: () => succeeded({ body: 'the-diagnosis' }) })
    await harness.start({ source }).done()
    const log = harness.store.log()
    expect(eventOf(log, 'step.started', 'a').input).toBe('•••')
    expect(eventOf(log, 'step.succeeded', 'a').output).toEqual({ $sealed: expect.any(String) })
    expect(eventOf(log, 'run.succeeded').output).toEqual({ isSame: true })
    expect(JSON.stringify(log)).not.toContain('the-diagnosis')
  })

  it('that fails keeps its code, not its message', async () => {
    const harness = createHarness({ work: () => failed('http_4xx', { retryable: false }) })
    await harness.start({ source }).done()
    const { error } = eventOf(harness.store.log(), 'step.failed', 'a')
    expect(error.code).toBe('http_4xx')
    expect(error.message).not.toContain('It failed with http_4xx.')
  })
})
