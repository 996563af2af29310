import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, typesOf, workflow, workStep } from '../../testing'

const parallel = (fields: string, more = '') =>
  `  - id: p\n    parallel:\n      ${fields}\n      branches:\n        x: [{ id: a, http: { url: "https://x.test/a" } }, { id: b, http: { url: "https://x.test/b" } }]\n        y: [{ id: c, http: { url: "https://x.test/c" }, retry: { attempts: 1 } }]\n${more}`

const forEach = (fields: string) =>
  `  - id: sweep\n    forEach:\n      items: "\${{ inputs.urls }}"\n      as: url\n      ${fields}\n      steps: [{ id: get, http: { url: "https://x.test/\${{ url }}/\${{ index }}" }, retry: { attempts: 1 } }]\n`
const urls = 'inputs: { urls: { type: array, items: { type: string } } }\n'

describe('parallel', () => {
  it('gives the output of each branch by name', async () => {
    const harness = createHarness({ work: ({ path }) => succeeded(path) })
    await harness.start({ source: workflow(parallel('join: all')) }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ x: 'p.x.b', y: 'p.y.c' })
  })

  it('with `all` fails once a branch fails: what runs may finish, nothing more starts', async () => {
    const harness = createHarness({
      async work({ path }) {
        await harness.clock.sleep(path === 'p.y.c' ? 100 : 500)
        return path === 'p.y.c' ? failed('http_4xx', { retryable: false }) : succeeded()
      },
    })
    await harness.start({ source: workflow(parallel('join: all', workStep('after'))) }).done()
    const log = harness.store.log()
    expect(typesOf(log, 'p.x.a')).toEqual(['step.started', 'step.succeeded'])
    expect([...typesOf(log, 'p.x.b'), ...typesOf(log, 'after')]).toEqual([])
    expect(eventOf(log, 'step.failed', 'p').error).toMatchObject({ code: 'http_4xx', path: 'p.y.c' })
    expect(eventOf(log, 'run.failed').error.path).toBe('p.y.c')
  })

  it('with `any` takes the first branch that succeeds and cancels the others', async () => {
    const harness = createHarness({
      async work({ path, signal }) {
        await harness.clock.sleep(path === 'p.y.c' ? 100 : 5_000, signal)
        return signal.aborted ? failed('aborted') : succeeded(path)
      },
    })
    await harness.start({ source: workflow(parallel('join: any')) }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ y: 'p.y.c' })
    expect(typesOf(harness.store.log(), 'p.x.a')).toEqual(['step.started', 'step.cancelled'])
  })

  it('with `any` fails only when every branch fails', async () => {
    const harness = createHarness({ work: ({ path }) => failed(`from_${path.at(-1)}`, { retryable: false }) })
    await harness.start({ source: workflow(parallel('join: any')) }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({ code: 'from_a', path: 'p.x.a' })
  })

  it('with `settled` takes failures as results', async () => {
    const harness = createHarness({
      work: ({ path }) => (path === 'p.y.c' ? failed('http_4xx', { retryable: false }) : succeeded(path)),
    })
    await harness.start({ source: workflow(parallel('join: settled')) }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({
      x: 'p.x.b',
      y: { error: { code: 'http_4xx', message: 'It failed with http_4xx.' } },
    })
  })
})

describe('forEach', () => {
  it('gives the outputs in the order of the items, a few at a time', async () => {
    let running = 0
    let most = 0
    const harness = createHarness({
      async work({ config }) {
        running += 1
        most = Math.max(most, running)
        await harness.clock.sleep(config.url.includes('slow') ? 900 : 100)
        running -= 1
        return succeeded(config.url)
      },
    })
    const source = workflow(forEach('maxConcurrency: 2'), urls)
    await harness.start({ source, inputs: { urls: ['slow', 'b', 'c', 'd'] } }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual(
      ['slow', 'b', 'c', 'd'].map((url, index) => `https://x.test/${url}/${index}`),
    )
    expect(most).toBe(2)
  })

  it('of nothing succeeds with nothing', async () => {
    const harness = createHarness()
    await harness.start({ source: workflow(forEach('maxConcurrency: 2'), urls), inputs: { urls: [] } }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual([])
  })

  it('that goes on after item errors shows them in its output', async () => {
    const harness = createHarness({
      work: ({ path }) => (path === 'sweep[1].get' ? failed('dns', { retryable: false }) : succeeded(1)),
    })
    const source = workflow(forEach('onItemError: continue'), urls)
    await harness.start({ source, inputs: { urls: ['a', 'b', 'c'] } }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual([
      1,
      { error: { code: 'dns', message: 'It failed with dns.' } },
      1,
    ])
  })

  it('that fails with an item starts no other item', async () => {
    const harness = createHarness({
      work: ({ path }) => (path === 'sweep[1].get' ? failed('dns', { retryable: false }) : succeeded(1)),
    })
    const source = workflow(forEach('maxConcurrency: 1'), urls)
    await harness.start({ source, inputs: { urls: ['a', 'b', 'c'] } }).done()
    expect(typesOf(harness.store.log(), 'sweep[2].get')).toEqual([])
    expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({
      code: 'dns',
      path: 'sweep[1].get',
    })
  })

  it('refuses items that are no list', async () => {
    const harness = createHarness()
    const source = workflow(forEach('onItemError: fail').replace('inputs.urls', 'inputs.urls.length'), urls)
    await harness.start({ source, inputs: { urls: ['a'] } }).done()
    expect(eventOf(harness.store.log(), 'step.failed', 'sweep').error.code).toBe('invalid_config')
  })

  it('inside forEach sees its own item and the steps around it', async () => {
    const source = workflow(
      `  - { id: base, set: { unit: 10 } }
  - id: outer
    forEach:
      items: [1, 2]
      as: row
      steps:
        - id: inner
          forEach:
            items: ["\${{ row }}", 5]
            as: cell
            steps:
              - { id: cellValue, set: { value: "\${{ steps.base.output.unit * row + cell }}" } }
        - { id: sum, code: "return steps.inner.output.map((each) => each.value)" }
`,
    )
    const harness = createHarness()
    await harness.start({ source }).done()
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual([
      [11, 15],
      [22, 25],
    ])
  })
})
