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

const breaking = (broken: Set<string>, did: string[] = []): Harness =>
  createHarness({
    work({ path }) {
      did.push(path)
      return broken.has(path) ? failed('http_4xx', { retryable: false }) : succeeded({ body: path })
    },
  })

describe('finally', () => {
  const source = workflow(
    `${workStep('a')}${workStep('b')}finally:\n  - { id: tell, set: { status: "\${{ run.status }}", code: "\${{ run.error?.code }}", a: "\${{ steps.a?.output?.body }}" } }\n`,
  )

  it.each([
    ['succeeded', [], { status: 'succeeded', code: null, a: 'a' }],
    ['failed', ['b'], { status: 'failed', code: 'http_4xx', a: 'a' }],
  ])('runs after a run that %s, and is told so', async (status, broken, told) => {
    const harness = breaking(new Set(broken))
    expect((await harness.start({ source }).done()).status).toBe(status)
    expect(eventOf(harness.store.log(), 'step.succeeded', 'finally.tell').output).toEqual(told)
  })

  it('runs after a run that was cancelled; cancelled again, it does not', async () => {
    const waiting = workflow(
      '  - { id: pause, wait: { for: 1h } }\nfinally:\n  - { id: clean, wait: { for: 1m } }\n  - { id: done, set: { x: 1 } }\n',
    )
    const once = createHarness()
    let asked = 0
    const { status } = await once
      .start({ source: waiting })
      .done({ onWaiting: () => asked++ === 0 && once.store.requestCancel() })
    expect(status).toBe('cancelled')
    expect(typesOf(once.store.log(), 'finally.done')).toContain('step.succeeded')
    const twice = createHarness()
    await twice.start({ source: waiting }).done({ onWaiting: () => twice.store.requestCancel() })
    expect(twice.store.log().at(-1)?.type).toBe('run.cancelled')
    expect(typesOf(twice.store.log(), 'finally.done')).toEqual([])
  })

  it('that fails makes a run fail that had succeeded, and leaves the reason of one that had failed', async () => {
    const late = workflow(`${workStep('a')}finally:\n${workStep('clean')}`)
    expect(
      (
        await breaking(new Set(['finally.clean']))
          .start({ source: late })
          .done()
      ).status,
    ).toBe('failed')
    const harness = breaking(new Set(['a', 'finally.clean']))
    await harness.start({ source: late }).done()
    expect(eventOf(harness.store.log(), 'run.failed').error.path).toBe('a')
  })

  it('runs once whatever crashes', async () => {
    const { commits } = await breaking(new Set(['b']))
      .start({ source })
      .done()
    for (let commit = 1; commit <= commits; commit += 1) {
      const harness = breaking(new Set(['b']))
      await harness.start({ source }).done({ crashAt: { commit, when: 'after' } })
      expect(
        typesOf(harness.store.log(), 'finally.tell').filter((type) => type === 'step.succeeded'),
      ).toHaveLength(1)
      expect(harness.store.log().at(-1)?.type).toBe('run.failed')
    }
  })
})

describe('rollback', () => {
  const undo = (id: string) =>
    `{ http: { url: "https://x.test/undo-${id}/\${{ steps.${id}.output.body }}" }, retry: { attempts: 1 } }`
  const saga = workflow(
    `${workStep('book', `undo: ${undo('book')}`)}${workStep('charge', `undo: ${undo('charge')}`)}  - id: seats
    forEach:
      items: [x, y]
      maxConcurrency: 1
      steps: [{ id: seat, http: { url: "https://x.test/\${{ item }}" }, undo: { http: { url: "https://x.test/free/\${{ item }}/\${{ index }}" }, retry: { attempts: 1 } } }]
${workStep('ship', 'retry: { attempts: 1 }')}`,
    'rollback: onFailure\n',
  )

  it('undoes finished steps in reverse when the run fails, with what they saw and gave', async () => {
    const did: string[] = []
    const harness = breaking(new Set(['ship']), did)
    expect((await harness.start({ source: saga }).done()).status).toBe('rolled_back')
    const log = harness.store.log()
    expect(did.slice(-4)).toEqual(['seats[1].seat.undo', 'seats[0].seat.undo', 'charge.undo', 'book.undo'])
    expect(eventOf(log, 'step.started', 'seats[1].seat.undo').input).toMatchObject({
      url: 'https://x.test/free/y/1',
    })
    expect(eventOf(log, 'step.started', 'charge.undo').input).toMatchObject({
      url: 'https://x.test/undo-charge/charge',
    })
    expect(eventOf(log, 'run.rolledBack').error?.path).toBe('ship')
    expect(harness.store.snapshot().steps.find(({ path }) => path === 'book')?.status).toBe('rolled_back')
  })

  it('stops at a step that cannot be undone, says which, and goes on from there when asked again', async () => {
    const did: string[] = []
    const broken = new Set(['ship', 'charge.undo'])
    const harness = breaking(broken, did)
    expect((await harness.start({ source: saga }).done()).status).toBe('failed')
    const { error } = eventOf(harness.store.log(), 'run.failed')
    expect(error).toMatchObject({ code: 'rollback_failed', path: 'charge.undo' })
    expect(did).not.toContain('book.undo')
    broken.delete('charge.undo')
    did.length = 0
    expect((await harness.drive(harness.store.rollBack())).status).toBe('rolled_back')
    expect(did).toEqual(['charge.undo', 'book.undo'])
  })

  it('by hand takes back a run that succeeded', async () => {
    const did: string[] = []
    const harness = breaking(new Set(), did)
    await harness.start({ source: saga }).done()
    did.length = 0
    expect((await harness.drive(harness.store.rollBack())).status).toBe('rolled_back')
    expect(did).toEqual(['seats[1].seat.undo', 'seats[0].seat.undo', 'charge.undo', 'book.undo'])
  })

  it('undoes each step once, whatever crashes between', async () => {
    const { commits } = await breaking(new Set(['ship']))
      .start({ source: saga })
      .done()
    for (let commit = 1; commit <= commits; commit += 1) {
      for (const when of ['before', 'after'] as const) {
        const harness = breaking(new Set(['ship']))
        expect((await harness.start({ source: saga }).done({ crashAt: { commit, when } })).status).toBe(
          'rolled_back',
        )
        const undone = harness.store
          .log()
          .flatMap((event) => (event.type === 'step.rolledBack' ? [event.path] : []))
        expect(undone).toEqual(['seats[1].seat', 'seats[0].seat', 'charge', 'book'])
      }
    }
  })

  it('lets a resumed run do again what was undone', async () => {
    const broken = new Set(['ship'])
    const did: string[] = []
    const harness = breaking(broken, did)
    await harness.start({ source: saga }).done()
    broken.clear()
    did.length = 0
    expect((await harness.drive(harness.store.resume())).status).toBe('succeeded')
    expect(did).toEqual(['book', 'charge', 'seats[0].seat', 'seats[1].seat', 'ship'])
  })
})

describe('a paused run', () => {
  it('starts nothing until it is continued, and its timeout leaves the pause out', async () => {
    const did: string[] = []
    const harness = createHarness({
      async work({ path }) {
        did.push(path)
        if (path === 'a') harness.store.pause()
        await harness.clock.sleep(2_000)
        return succeeded()
      },
    })
    const run = harness.start({ source: workflow(`${workStep('a')}${workStep('b')}`, 'timeout: 10m\n') })
    expect((await run.done()).status).toBe('waiting')
    expect(did).toEqual(['a'])
    await harness.clock.sleep(3_600_000)
    harness.store.continue()
    expect((await harness.drive(run.request)).status).toBe('succeeded')
    expect(did).toEqual(['a', 'b'])
  })

  it('can be cancelled', async () => {
    const harness = createHarness()
    const run = harness.start({ source: workflow('  - { id: pause, wait: { for: 1h } }\n') })
    harness.store.pause()
    const { status } = await run.done({ onWaiting: () => harness.store.requestCancel() })
    expect(status).toBe('cancelled')
  })
})
