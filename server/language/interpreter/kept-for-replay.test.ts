import { describe, expect, it } from 'vitest'
import type { StepState } from '../contracts'
import { definitionOf } from '../testing'
import { keptForReplay } from './kept-for-replay'

type Recorded = StepState & { kind: string }

/** `path: 'kind status'`; they ended in this order. `continued` and `undone` are short for what they say. */
function recorded(rows: Record<string, string>): Recorded[] {
  return Object.entries(rows).map(([path, text], index): Recorded => {
    const [kind = '', status = ''] = text.split(' ')
    const isContinued = status === 'continued'
    const given = isContinued ? 'failed' : status === 'undone' ? 'rolled_back' : status
    // Only statuses stand in these tables.
    const known = given as StepState['status']
    return {
      path,
      kind,
      status: known,
      attempt: 1,
      failures: 0,
      continued: isContinued,
      endedSeq: 10 + index,
    }
  })
}

function keptPaths(source: string, rows: Record<string, string>, from: string): string[] {
  const result = keptForReplay(definitionOf(source), recorded(rows), from)
  if (!result.ok) throw new Error('The definition has no such step.')
  return result.kept.map((step) => step.path)
}

const document = (steps: string) => `version: 1\nname: replayed\nsteps:\n${steps}`

const graph = document(`
  - { id: a, set: { x: 1 } }
  - { id: b, set: { x: 1 } }
  - { id: c, set: { x: 1 } }
  - { id: aside, needs: [a], set: { x: 1 } }
`)

describe('what a replay from a step takes over', () => {
  it('is what came before it, or beside it', () => {
    const rows = { a: 'set succeeded', b: 'set succeeded', c: 'set succeeded', aside: 'set succeeded' }
    expect(keptPaths(graph, rows, 'b')).toEqual(['a', 'aside'])
    expect(keptPaths(graph, rows, 'a')).toEqual([])
    expect(keptPaths(graph, rows, 'c')).toEqual(['a', 'b', 'aside'])
  })

  it('is in the order in which the steps ended', () => {
    const rows = { aside: 'set succeeded', a: 'set succeeded', b: 'set skipped' }
    expect(keptPaths(graph, rows, 'c')).toEqual(['aside', 'a', 'b'])
  })

  it('leaves out what failed, was cancelled or undone, and all that comes after that', () => {
    const rows = { a: 'set succeeded', aside: 'set failed', b: 'set undone', c: 'set succeeded' }
    expect(keptPaths(graph, rows, 'aside')).toEqual(['a'])
  })

  it('holds failures that were accepted', () => {
    expect(keptPaths(graph, { a: 'set continued', b: 'set succeeded' }, 'c')).toEqual(['a', 'b'])
  })

  it('is nothing that a newer version does otherwise, or puts a new step before', () => {
    const rows = { a: 'http succeeded', b: 'set succeeded', c: 'set succeeded', aside: 'set succeeded' }
    expect(keptPaths(graph, rows, 'c')).toEqual([])
    expect(keptPaths(graph, { b: 'set succeeded', c: 'set succeeded' }, 'aside')).toEqual([])
  })

  it('cannot be told for a step that is not there', () => {
    expect(keptForReplay(definitionOf(graph), [], 'nowhere')).toEqual({ ok: false })
    expect(keptForReplay(definitionOf(graph), [], 'a.b')).toEqual({ ok: false })
    expect(keptForReplay(definitionOf(graph), [], 'finally.a')).toEqual({ ok: false })
  })
})

const sweep = document(`
  - { id: list, set: { urls: [1, 2, 3] } }
  - id: sweep
    forEach:
      items: [1, 2, 3]
      steps:
        - { id: get, http: { url: "https://x.test" } }
        - id: both
          parallel: { branches: { l: [{ id: left, set: { x: 1 } }], r: [{ id: right, set: { x: 1 } }] } }
        - { id: put, set: { x: 1 } }
  - { id: after, set: { x: 1 } }
`)

describe('inside containers', () => {
  const rows = {
    list: 'set succeeded',
    'sweep[0].get': 'http succeeded',
    'sweep[0].both.l.left': 'set succeeded',
    'sweep[0].both.r.right': 'set succeeded',
    'sweep[0].both': 'parallel succeeded',
    'sweep[0].put': 'set succeeded',
    'sweep[1].get': 'http succeeded',
    'sweep[1].both.l.left': 'set succeeded',
    'sweep[1].both.r.right': 'set failed',
    'sweep[1].both': 'parallel failed',
    sweep: 'forEach failed',
  }

  it('all is kept of the other items and branches, and the containers around the step start over', () => {
    expect(keptPaths(sweep, rows, 'sweep[1].both.r.right')).toEqual([
      'list',
      'sweep[0].get',
      'sweep[0].both.l.left',
      'sweep[0].both.r.right',
      'sweep[0].both',
      'sweep[0].put',
      'sweep[1].get',
      'sweep[1].both.l.left',
    ])
  })

  it('a step in a finished item takes with it only what comes after it', () => {
    const kept = keptPaths(sweep, { ...rows, after: 'set succeeded' }, 'sweep[0].both.l.left')
    expect(kept).toContain('sweep[0].both.r.right')
    expect(kept).not.toContain('sweep[0].both')
    expect(kept).not.toContain('sweep[0].put')
    expect(kept).not.toContain('after')
    expect(kept).toContain('sweep[1].get')
  })

  it('nothing is kept of a container that begins anew', () => {
    expect(keptPaths(sweep, rows, 'sweep')).toEqual(['list'])
  })

  it('what lies in a finished container comes along, failures too, but nothing that never ended', () => {
    const any = document(`
  - id: race
    parallel:
      join: any
      branches: { l: [{ id: left, set: { x: 1 } }], r: [{ id: right, set: { x: 1 } }], m: [{ id: middle, set: { x: 1 } }] }
  - { id: after, set: { x: 1 } }
`)
    const ended = {
      'race.l.left': 'set failed',
      'race.r.right': 'set succeeded',
      'race.m.middle': 'set cancelled',
      race: 'parallel succeeded',
    }
    expect(keptPaths(any, ended, 'after')).toEqual(['race.l.left', 'race.r.right', 'race'])
  })

  it('of a loop the iterations before are kept, and none after', () => {
    const loop = document(`
  - id: poll
    loop:
      while: "loop.index < 3"
      steps: [{ id: ask, set: { x: 1 } }, { id: note, set: { x: 1 } }]
`)
    const done = Object.fromEntries(
      [0, 1, 2].flatMap((index) => [
        [`poll[${index}].ask`, 'set succeeded'],
        [`poll[${index}].note`, 'set succeeded'],
      ]),
    )
    expect(keptPaths(loop, { ...done, poll: 'loop succeeded' }, 'poll[1].note')).toEqual([
      'poll[0].ask',
      'poll[0].note',
      'poll[1].ask',
    ])
  })

  it('batches of items that succeeded are kept as they are', () => {
    const batches = {
      list: 'set succeeded',
      'sweep[0].batch': 'forEach succeeded',
      'sweep[1].batch': 'forEach failed',
      sweep: 'forEach failed',
    }
    expect(keptPaths(sweep, batches, 'after')).toEqual(['list', 'sweep[0].batch'])
  })
})

describe('steps that do not begin by themselves', () => {
  const handled = document(`
  - { id: first, set: { x: 1 } }
  - id: pay
    http: { url: "https://x.test" }
    onError: { steps: [{ id: refund, set: { x: 1 } }, { id: tell, set: { x: 1 } }] }
  - { id: script, code: "return await http('https://x.test')" }
`)
  const rows = {
    first: 'set succeeded',
    'pay.onError.refund': 'set succeeded',
    'pay.onError.tell': 'set succeeded',
    pay: 'http continued',
    'script.0-http': 'http succeeded',
    script: 'code succeeded',
  }

  it('begin with the step whose error they handle', () => {
    expect(keptPaths(handled, rows, 'pay.onError.tell')).toEqual(['first'])
  })

  it('begin with the code that called them', () => {
    expect(keptPaths(handled, rows, 'script.0-http')).toEqual([
      'first',
      'pay.onError.refund',
      'pay.onError.tell',
      'pay',
    ])
  })
})

describe('from a step of finally', () => {
  const source = `${graph}finally:\n  - { id: tell, set: { x: 1 } }\n  - { id: close, set: { x: 1 } }\n`

  it('the main part stays as it ended, failures included', () => {
    const rows = {
      a: 'set succeeded',
      b: 'set failed',
      aside: 'set succeeded',
      'finally.tell': 'set succeeded',
      'finally.close': 'set failed',
    }
    expect(keptPaths(source, rows, 'finally.close')).toEqual(['a', 'b', 'aside', 'finally.tell'])
  })

  it('is run anew where a replay begins in the main part', () => {
    const rows = { a: 'set succeeded', b: 'set succeeded', 'finally.tell': 'set succeeded' }
    expect(keptPaths(source, rows, 'c')).toEqual(['a', 'b'])
  })
})
