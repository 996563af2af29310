import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, failed, succeeded, typesOf, workflow, workStep } from '../../testing'
import { scriptedSteps } from '../../testing/scripted-steps'

/** Two branches: one fails after a second, the other is still busy then. */
const BOTH = (busy: string) =>
  workflow(`  - id: both
    parallel:
      branches:
        bad: [{ id: bad, http: { url: "https://x.test" }, retry: { attempts: 1 } }]
        busy: [${busy}]
`)

describe('what comes of a step after its list was stopped', () => {
  const harnessOf = () => {
    const harness = createHarness({
      handlerOf: (kind) => {
        const handler = scriptedSteps(async () => {
          await harness.clock.sleep(1_000)
          return failed('x', { retryable: false })
        })(kind)
        if (!handler || kind === 'http') return handler
        return {
          kind,
          async run(context) {
            await harness.clock.sleep(3_000)
            return handler.run(context)
          },
        }
      },
      workflows: { child: workflow('  - { id: long, wait: { for: 30d } }\n') },
    })
    return harness
  }

  it.each([
    ['a wait', '{ id: busy, wait: { for: 1h } }'],
    ['a gate', '{ id: busy, approval: { title: Go? } }'],
    ['a call of code', `{ id: busy, code: "return await http('https://x.test')" }`],
    ['a run', '{ id: busy, workflow: { use: child } }'],
  ])('%s is not begun', async (_, busy) => {
    const harness = harnessOf()
    expect((await harness.start({ source: BOTH(busy) }).done()).status).toBe('failed')
    expect(typesOf(harness.store.log(), 'both.busy.busy')).toEqual(['step.started', 'step.cancelled'])
    expect(
      harness.store.openRuns().every(({ runId }) => harness.store.snapshot(runId).stop === 'cancel'),
    ).toBe(true)
  })
})

it('what a handler logs after its attempt is over is not kept', async () => {
  const harness = createHarness({
    async work({ log, path }) {
      log('info', 'In time.')
      if (path === 'a') void harness.clock.sleep(1_000).then(() => log('info', 'Late.'))
      else await harness.clock.sleep(5_000)
      return succeeded()
    },
  })
  await harness.start({ source: workflow(workStep('a') + workStep('b')) }).done()
  expect(JSON.stringify(harness.store.log())).toContain('In time.')
  expect(JSON.stringify(harness.store.log())).not.toContain('Late.')
})

it('the time of an attempt that is being cancelled does not run out, too', async () => {
  const harness = createHarness({
    async work() {
      harness.store.requestCancel()
      await harness.clock.sleep(4_000)
      return failed('x')
    },
  })
  await harness.start({ source: workflow(workStep('a', 'timeout: 2s')) }).done()
  expect(typesOf(harness.store.log(), 'a')).toEqual(['step.started', 'step.cancelled'])
})

it('a run that was told twice to stop is told once: the part that went on ends in its own time', async () => {
  const harness = createHarness({
    async work({ path }) {
      if (path !== 'finally.clean') return succeeded()
      harness.store.requestCancel()
      harness.store.requestCancel()
      await harness.clock.sleep(5_000)
      return succeeded()
    },
  })
  const source = workflow(`${workStep('a')}finally:\n${workStep('clean')}${workStep('never')}`)
  expect((await harness.start({ source }).done()).status).toBe('succeeded')
  expect(typesOf(harness.store.log(), 'finally.clean')).toEqual(['step.started', 'step.succeeded'])
  expect(typesOf(harness.store.log(), 'finally.never')).toEqual([])
})

it('a retry that falls due when no step may start any more is left to the next wave', async () => {
  const harness = createHarness({
    async work({ path, attempt }) {
      if (path === 'long') await harness.clock.sleep(60_000)
      return path === 'again' && attempt === 1 ? failed('busy') : succeeded()
    },
  })
  const again = 'needs: [], retry: { attempts: 2, backoff: fixed, delay: 30s, maxDelay: 1m, jitter: false }'
  const { done } = harness.start({ source: workflow(workStep('long') + workStep('again', again)) })
  const { status, waves } = await done()
  expect(status).toBe('succeeded')
  expect(waves).toBe(2)
  expect(typesOf(harness.store.log(), 'again').at(-1)).toBe('step.succeeded')
})

it('a failed attempt asks the cache no second time, and what the next one gives is kept', async () => {
  const harness = createHarness({
    work: ({ attempt }) => (attempt === 1 ? failed('busy') : succeeded('well')),
  })
  const source = workflow(workStep('a', 'cache: { key: k, ttl: 1h }'))
  await harness.start({ source }).done()
  await harness.start({ source, runId: 'run_2' }).done()
  expect(eventOf(harness.store.log('run_2'), 'step.succeeded', 'a')).toMatchObject({
    output: 'well',
    isCached: true,
  })
})

it('the error of a run that failed as a whole has no place, and its step says so', async () => {
  const harness = createHarness({
    workflows: { child: workflow('  - { id: long, wait: { for: 1h } }\n', 'timeout: 1m\n') },
  })
  await harness.start({ source: workflow('  - { id: call, workflow: { use: child } }\n') }).done()
  expect(eventOf(harness.store.log(), 'run.failed').error).toMatchObject({
    code: 'child_failed',
    details: { error: { code: 'run_timeout', path: null } },
  })
})

it('many large results are read, one after the other and in lists', async () => {
  const harness = createHarness()
  const source = workflow(`  - id: each
    forEach: { items: [${Array.from({ length: 20 }, (_, n) => n)}], steps: [{ id: large, code: "return { n: item, text: 'x'.repeat(70000) }" }] }
  - { id: sum, code: "return steps.each.output.reduce((sum, { n, text }) => sum + n + text.length, 0)" }
`)
  await harness.start({ source }).done()
  expect(eventOf(harness.store.log(), 'run.succeeded').output).toBe(190 + 20 * 70_000)
})

it('a configuration that is larger than a page shows its beginning', async () => {
  const harness = createHarness()
  const source = workflow(
    `  - { id: large, code: "return 'x'.repeat(300000)" }\n  - { id: a, set: { text: "\${{ steps.large.output }}" } }\n`,
  )
  await harness.start({ source }).done()
  const { input } = eventOf(harness.store.log(), 'step.started', 'a')
  expect(input).toMatchObject({ truncated: true, start: expect.stringMatching(/^\{"text":"x+$/) })
})

it('many things wrong with steps that code made up are told in part, with how many more there are', async () => {
  const harness = createHarness()
  const made = `Array.from({ length: 7 }, (_, n) => ({ id: 's' + n, nonsense: 1 }))`
  const source = workflow(`  - { id: a, code: { dynamic: true, source: "return { steps: ${made} }" } }\n`)
  await harness.start({ source }).done()
  const { error } = eventOf(harness.store.log(), 'run.failed')
  expect(error).toMatchObject({
    code: 'generated_invalid',
    message: expect.stringMatching(/And \d+ more\.$/),
  })
})
