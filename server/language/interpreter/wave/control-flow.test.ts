import { describe, expect, it } from 'vitest'
import {
  createHarness,
  eventOf,
  failed,
  type Harness,
  succeeded,
  typesOf,
  workflow,
  workStep,
} from '../../testing'

/** Starts a document, drives it to its end, and gives its log. */
async function logOf(harness: Harness, source: string, inputs = {}) {
  await harness.start({ source, inputs }).done()
  return harness.store.log()
}

const any = 'inputs: { value: {}, n: { type: integer, default: 0 } }\n'

describe('switch', () => {
  const byValue = workflow(
    `  - id: route
    switch:
      value: "\${{ inputs.value }}"
      cases:
        bug: [{ id: fix, set: { did: fix } }]
        "42": [{ id: number, set: { did: number } }]
      default: [{ id: other, set: { did: other } }]
  - { id: after, set: { took: "\${{ steps.route.output.did }}" } }
`,
    any,
  )

  it.each([
    ['bug', 'fix'],
    [42, 'number'],
    [{ some: 'thing' }, 'other'],
  ])('takes for %j the case of that name', async (value, did) => {
    const log = await logOf(createHarness(), byValue, { value })
    expect(eventOf(log, 'run.succeeded').output).toEqual({ took: did })
    expect(log.filter(({ type }) => type === 'step.started')).toHaveLength(3)
  })

  it('takes the first case that is true, and none when none is', async () => {
    const source = workflow(
      `  - id: size
    switch:
      cases:
        - { when: inputs.n > 100, name: large, steps: [{ id: a, set: { size: large } }] }
        - { when: inputs.n > 10, steps: [{ id: b, set: { size: medium } }] }
        - { when: inputs.n > 1, steps: [{ id: c, set: { size: small } }] }
`,
      any,
    )
    expect(eventOf(await logOf(createHarness(), source, { n: 50 }), 'run.succeeded').output).toEqual({
      size: 'medium',
    })
    expect(eventOf(await logOf(createHarness(), source, { n: 0 }), 'run.succeeded').output).toBeNull()
  })

  it('names the condition that failed', async () => {
    const source = workflow(
      `  - id: size
    switch: { cases: [{ when: inputs.value.deep.er > 1, steps: [{ id: a, set: { x: 1 } }] }] }
`,
      any,
    )
    const { error } = eventOf(await logOf(createHarness(), source, { value: 1 }), 'step.failed', 'size')
    expect(error).toMatchObject({
      code: 'expression_failed',
      message: expect.stringContaining('switch.cases[0].when'),
      details: { sourceLine: 5 },
    })
  })
})

describe('loop', () => {
  const poll = (fields: string) =>
    workflow(
      `  - id: poll
    loop:
      ${fields}
      steps:
        - { id: ask, http: { url: "https://x.test/\${{ loop.index }}" }, retry: { attempts: 1 } }
`,
    )

  it('repeats until its condition, which sees the steps of the iteration, is true', async () => {
    const harness = createHarness({
      work: ({ path }) => succeeded({ body: { ready: path === 'poll[2].ask', path } }),
    })
    const log = await logOf(harness, poll('until: steps.ask.output.body.ready'))
    expect(eventOf(log, 'run.succeeded').output).toEqual({
      iterations: 3,
      last: { body: { ready: true, path: 'poll[2].ask' } },
    })
    expect(eventOf(log, 'step.started', 'poll[1].ask').input).toMatchObject({ url: 'https://x.test/1' })
  })

  it('asks `while` before each iteration, which sees what the one before gave', async () => {
    const harness = createHarness({ work: ({ path }) => succeeded(path) })
    const log = await logOf(harness, poll('while: loop.index < 2 || loop.previous != "poll[1].ask"'))
    expect(eventOf(log, 'run.succeeded').output).toEqual({ iterations: 2, last: 'poll[1].ask' })
    const none = await logOf(createHarness(), poll('while: "false"'))
    expect(eventOf(none, 'run.succeeded').output).toEqual({ iterations: 0, last: null })
  })

  it('fails when it would run more often than it may', async () => {
    const log = await logOf(createHarness(), poll('until: "false"\n      maxIterations: 3'))
    expect(eventOf(log, 'step.failed', 'poll').error).toMatchObject({ code: 'loop_limit' })
    expect(typesOf(log, 'poll[2].ask')).toContain('step.succeeded')
    expect(typesOf(log, 'poll[3].ask')).toEqual([])
  })

  it('fails with the iteration that failed', async () => {
    const harness = createHarness({
      work: ({ path }) => (path === 'poll[1].ask' ? failed('http_4xx', { retryable: false }) : succeeded()),
    })
    const log = await logOf(harness, poll('until: "false"'))
    expect(eventOf(log, 'run.failed').error).toMatchObject({ code: 'http_4xx', path: 'poll[1].ask' })
  })

  it('goes on in the iteration where its process died', async () => {
    const source = poll('until: loop.index == 4')
    const calm = createHarness({ work: ({ path }) => succeeded(path) })
    const { commits } = await calm.start({ source }).done()
    for (let commit = 1; commit <= commits; commit += 1) {
      for (const when of ['before', 'after'] as const) {
        const asked: string[] = []
        const harness = createHarness({
          work({ path }) {
            asked.push(path)
            return succeeded(path)
          },
        })
        await harness.start({ source }).done({ crashAt: { commit, when } })
        expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({
          iterations: 5,
          last: 'poll[4].ask',
        })
        expect(asked.filter((path, at) => asked.indexOf(path) !== at).length).toBeLessThanOrEqual(1)
      }
    }
  })
})

describe('onError steps', () => {
  const steps =
    '[{ id: note, set: { why: "${{ error.code }}" } }, { id: mend, http: { url: "https://x.test/mend" }, retry: { attempts: 1 } }]'
  const handled = workflow(
    `${workStep('pay', `retry: { attempts: 1 }, onError: { steps: ${steps} }`)}${workStep('after')}`,
  )
  const breaking = (...broken: string[]) =>
    createHarness({ work: ({ path }) => (broken.includes(path) ? failed('http_5xx') : succeeded({ path })) })

  it('run when the step gives up, and the run goes on with what they give', async () => {
    const log = await logOf(breaking('pay'), handled)
    expect(typesOf(log, 'pay')).toEqual(['step.started', 'step.caught', 'step.failed'])
    expect(eventOf(log, 'step.succeeded', 'pay.onError.note').output).toEqual({ why: 'http_5xx' })
    expect(eventOf(log, 'step.failed', 'pay')).toMatchObject({
      continued: true,
      error: { code: 'http_5xx', path: 'pay' },
      output: { path: 'pay.onError.mend' },
    })
    expect(eventOf(log, 'step.succeeded', 'after').output).toEqual({ path: 'after' })
  })

  it('fail the step with its own error, which names theirs, when they fail too', async () => {
    const log = await logOf(breaking('pay', 'pay.onError.mend'), handled)
    expect(eventOf(log, 'run.failed').error).toMatchObject({
      code: 'http_5xx',
      path: 'pay',
      details: { onError: { path: 'pay.onError.mend' } },
    })
    expect(typesOf(log, 'after')).toEqual([])
  })

  it('go on after a crash, and do not run the failed step again', async () => {
    for (let commit = 1; commit <= 8; commit += 1) {
      const paid: string[] = []
      const harness = createHarness({
        work({ path }) {
          paid.push(path)
          return path === 'pay' ? failed('http_5xx') : succeeded({ path })
        },
      })
      await harness.start({ source: handled }).done({ crashAt: { commit, when: 'after' } })
      expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ path: 'after' })
      expect(paid.filter((path) => path === 'pay.onError.mend').length).toBeLessThanOrEqual(2)
    }
  })
})

describe('a step that makes up steps', () => {
  const dynamic = (source: string) =>
    workflow(`  - id: plan\n    code: { dynamic: true, source: ${JSON.stringify(source)} }\n`, any)

  it('runs them, and gives the output of the last one', async () => {
    const source = dynamic(
      'return { steps: [1, 2].map((n) => ({ id: "s" + n, set: { n, was: n > 1 ? "${{ steps.s1.output.n }}" : null } })) }',
    )
    const log = await logOf(createHarness(), source)
    expect(eventOf(log, 'step.succeeded', 'plan.generated.s2').output).toEqual({ n: 2, was: 1 })
    expect(eventOf(log, 'run.succeeded').output).toEqual({ n: 2, was: 1 })
  })

  it('fails with all that is wrong with them', async () => {
    const log = await logOf(
      createHarness(),
      dynamic('return { steps: [{ id: "a", sett: {} }, { id: "a", set: 1 }] }'),
    )
    const { error } = eventOf(log, 'run.failed')
    expect(error).toMatchObject({ code: 'generated_invalid', path: 'plan' })
    expect(error.message).toContain('`sett`')
  })

  it('stops code that never stops making up code', async () => {
    const again = 'return { steps: [{ id: "again", code: { dynamic: true, source: inputs.value } }] }'
    const log = await logOf(createHarness(), dynamic(again), { value: again })
    expect(eventOf(log, 'run.failed').error).toMatchObject({
      code: 'generated_invalid',
      message: expect.stringContaining('nested deeper'),
    })
  })

  it('runs the steps that it made up before a crash', async () => {
    const source = dynamic('return { steps: [{ id: "a", set: { x: 1 } }, { id: "b", set: { x: 2 } }] }')
    const calm = createHarness()
    const { commits } = await calm.start({ source }).done()
    for (let commit = 1; commit <= commits; commit += 1) {
      const harness = createHarness()
      await harness.start({ source }).done({ crashAt: { commit, when: 'after' } })
      const log = harness.store.log()
      expect(eventOf(log, 'run.succeeded').output).toEqual({ x: 2 })
      expect(log.filter(({ type }) => type === 'step.expanded')).toHaveLength(1)
    }
  })
})
