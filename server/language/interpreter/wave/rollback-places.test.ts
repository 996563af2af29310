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

const undoing = (id: string, text = id) =>
  `{ id: ${id}, set: { v: "${text}" }, undo: { set: { back: "\${{ steps.${id}.output.v }}" } } }`

function undoneIn(harness: Harness): string[] {
  return harness.store.log().flatMap((event) => (event.type === 'step.rolledBack' ? [event.path] : []))
}

const TOP = 'rollback: onFailure\n'
const LAST = '  - { id: last, fail: Take it back. }\n'

describe('a rollback reaches', () => {
  it.each([
    [
      'a branch',
      `  - { id: a, parallel: { branches: { l: [${undoing('b')}], r: [{ id: c, set: { x: 1 } }] } } }\n`,
      'a.l.b',
    ],
    [
      'a case',
      `  - { id: a, switch: { value: x, cases: { y: [{ id: c, set: { x: 1 } }], x: [${undoing('b')}] } } }\n`,
      'a.x.b',
    ],
    [
      'an iteration, with what the one before gave',
      `  - { id: a, loop: { while: loop.index < 2, steps: [${undoing('b', '${{ loop.index }}-${{ loop.previous?.v }}')}] } }\n`,
      'a[1].b',
    ],
    [
      'what a failure was handled with',
      `  - { id: a, fail: No., onError: { steps: [${undoing('b', '${{ error.code }}')}] } }\n`,
      'a.onError.b',
    ],
  ])('%s', async (_, steps, path) => {
    const harness = createHarness()
    expect((await harness.start({ source: workflow(steps + LAST, TOP) }).done()).status).toBe('rolled_back')
    expect(undoneIn(harness)).toContain(path)
    const log = harness.store.log()
    const gave = eventOf(log, 'step.succeeded', path).output
    expect(eventOf(log, 'step.started', `${path}.undo`).input).toEqual({ back: gave && Object(gave).v })
  })

  it('steps that code made up', async () => {
    const harness = createHarness()
    const made = `[{ id: 'b', set: { v: 1 }, undo: { set: { back: '\${{ steps.b.output.v }}' } } }]`
    const source = workflow(
      `  - { id: a, code: { dynamic: true, source: "return { steps: ${made.replaceAll('"', '\\"')} }" } }\n${LAST}`,
      TOP,
    )
    expect((await harness.start({ source }).done()).status).toBe('rolled_back')
    expect(undoneIn(harness)).toEqual(['a.generated.b'])
  })

  it('neither what a call of code did, nor what did not succeed', async () => {
    const harness = createHarness({
      work: ({ path }) => (path === 'b' ? failed('x', { retryable: false }) : succeeded({})),
    })
    const source = workflow(
      `  - { id: a, code: "return await http('https://x.test')" }\n${workStep('b', 'onError: continue, undo: { set: { x: 1 } }')}${LAST}`,
      TOP,
    )
    expect((await harness.start({ source }).done()).status).toBe('rolled_back')
    expect(undoneIn(harness)).toEqual([])
  })
})

describe('a rollback that is stopped', () => {
  it('is not complete, says so, and goes on when asked again', async () => {
    let isHanging = true
    const harness = createHarness({
      async work({ path, signal }) {
        if (path !== 'a.undo' || !isHanging) return succeeded({})
        harness.store.requestCancel()
        harness.store.requestCancel()
        await harness.clock.sleep(600_000, signal)
        return failed('aborted', { retryable: false })
      },
    })
    const undo = (id: string) => `undo: { http: { url: "https://x.test/${id}" }, retry: { attempts: 1 } }`
    const source = workflow(workStep('b', undo('b')) + workStep('a', undo('a')))
    await harness.start({ source }).done()
    expect((await harness.drive(harness.store.rollBack())).status).toBe('failed')
    const { error } = eventOf(harness.store.log(), 'run.failed')
    expect(error).toMatchObject({
      code: 'rollback_failed',
      message: expect.stringContaining('It was stopped.'),
    })
    expect(error.details).toBeUndefined()
    isHanging = false
    expect((await harness.drive(harness.store.rollBack())).status).toBe('rolled_back')
    expect(undoneIn(harness)).toEqual(['a', 'b'])
  })

  it('before it began undoes nothing', async () => {
    const harness = createHarness()
    const source = workflow('  - { id: a, set: { x: 1 }, undo: { set: { y: 1 } } }\n')
    await harness.start({ source }).done()
    const request = harness.store.rollBack()
    harness.store.requestCancel()
    expect((await harness.drive(request)).status).toBe('failed')
    expect(undoneIn(harness)).toEqual([])
    expect(typesOf(harness.store.log(), 'a.undo')).toEqual([])
  })
})
