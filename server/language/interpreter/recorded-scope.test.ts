import { describe, expect, it } from 'vitest'
import type { JsonValue } from '@/server/kernel/json'
import type { RunFragment, StepState } from '../contracts'
import { definitionOf } from '../testing'
import { recordedScope } from './recorded-scope'

function state(path: string, output: JsonValue, more: Partial<StepState> = {}): StepState {
  return { path, status: 'succeeded', attempt: 1, failures: 0, output, ...more }
}

const seen = (output: JsonValue, more: object = {}) => ({
  output,
  status: 'succeeded',
  error: null,
  attempts: 1,
  costUsd: null,
  ...more,
})

const definition = definitionOf(`
version: 1
name: recorded
steps:
  - { id: first, set: { x: 1 } }
  - id: sweep
    forEach:
      items: [1, 2]
      as: url
      steps:
        - { id: get, set: { x: 1 } }
        - id: poll
          loop: { while: "loop.index < 3", steps: [{ id: ask, set: { x: 1 } }, { id: note, set: { x: 1 } }] }
  - id: pay
    http: { url: "https://x.test" }
    onError: { steps: [{ id: refund, set: { x: 1 } }] }
    undo: { set: { x: 1 } }
  - { id: last, set: { x: 1 } }
finally:
  - { id: tell, set: { x: 1 } }
  - { id: close, set: { x: 1 } }
`)

const steps: StepState[] = [
  state('first', 'one'),
  state('sweep[0].get', 'got 0'),
  state('sweep[1].get', 'got 1', { costNanos: '1500000000', attempt: 2 }),
  state('sweep[1].poll[0].ask', 'asked'),
  state('sweep[1].poll[0].note', 'noted'),
  state('sweep[1].poll[1].ask', 'asked again'),
  { path: 'sweep[1].poll', status: 'running', attempt: 1, failures: 0 },
  { path: 'sweep', status: 'running', attempt: 1, failures: 0 },
  {
    path: 'pay',
    status: 'failed',
    attempt: 1,
    failures: 1,
    error: { code: 'http_5xx', message: 'No.', path: 'pay', details: { status: 500 } },
  },
  state('finally.tell', 'told'),
]
const inputs = new Map<string, JsonValue>([['sweep', { items: ['u0', 'u1'], as: 'url' }]])

function scopeAt(path: string, fragment?: RunFragment) {
  const recorded = recordedScope({ definition, steps, inputs, ...(fragment ? { fragment } : {}) }, path)
  if (!recorded.ok) throw new Error(recorded.why)
  return recorded.scope
}

describe('what a step saw, built anew', () => {
  it('holds the steps of its list and of those around it that have ended, as expressions see them', () => {
    expect(scopeAt('last')).toEqual({
      steps: {
        first: seen('one'),
        pay: {
          output: null,
          status: 'failed',
          error: { code: 'http_5xx', message: 'No.' },
          attempts: 1,
          costUsd: null,
        },
      },
    })
  })

  it('holds the item, its position and its own name', () => {
    const scope = scopeAt('sweep[1].get')
    expect(scope).toMatchObject({ item: 'u1', url: 'u1', index: 1 })
    expect(scope.steps).toMatchObject({
      first: seen('one'),
      get: seen('got 1', { costUsd: 1.5, attempts: 2 }),
    })
  })

  it('holds the iteration and what came of the one before', () => {
    expect(scopeAt('sweep[1].poll[1].note')).toMatchObject({
      item: 'u1',
      loop: { index: 1, previous: 'noted' },
      steps: { get: seen('got 1', { costUsd: 1.5, attempts: 2 }), ask: seen('asked again') },
    })
    expect(scopeAt('sweep[1].poll[0].ask')).toMatchObject({ loop: { index: 0, previous: null } })
  })

  it('keeps what a false, zero or empty output is', () => {
    const again = [
      ...steps.filter(({ path }) => path !== 'sweep[1].poll[0].note'),
      state('sweep[1].poll[0].note', 0),
    ]
    const recorded = recordedScope({ definition, steps: again, inputs }, 'sweep[1].poll[1].note')
    expect(recorded).toMatchObject({ ok: true, scope: { loop: { previous: 0 } } })
  })

  it('holds the error in the steps that handle it', () => {
    expect(scopeAt('pay.onError.refund').error).toEqual({
      code: 'http_5xx',
      message: 'No.',
      details: { status: 500 },
    })
  })

  it('holds the main part in finally', () => {
    expect(scopeAt('finally.close').steps).toMatchObject({ first: seen('one'), tell: seen('told') })
  })

  it('holds in a run of some items what that run was given', () => {
    const fragment: RunFragment = {
      kind: 'items',
      path: 'sweep',
      scope: { steps: { first: seen('given') } },
      offset: 200,
      items: ['u200', 'u201'],
      maxConcurrency: 1,
    }
    expect(scopeAt('sweep[1].get', fragment)).toMatchObject({
      item: 'u201',
      url: 'u201',
      index: 201,
      steps: { first: seen('given') },
    })
  })

  it('holds the same where the forEach stands inside something else', () => {
    const nested = definitionOf(`
version: 1
name: nested
steps:
  - id: group
    parallel:
      branches:
        left: [{ id: each, forEach: { items: [1], steps: [{ id: get, set: { x: 1 } }, { id: put, set: { x: 1 } }] } }]
`)
    const fragment: RunFragment = {
      kind: 'items',
      path: 'group.left.each',
      scope: { steps: { before: seen('given') } },
      offset: 0,
      items: ['only'],
      maxConcurrency: 1,
    }
    const run = { definition: nested, steps: [state('each[0].get', 'got')], inputs: new Map(), fragment }
    expect(recordedScope(run, 'each[0].put')).toEqual({
      ok: true,
      scope: { item: 'only', index: 0, steps: { before: seen('given'), get: seen('got') } },
    })
  })

  it('cannot be built where the items were not recorded', () => {
    expect(recordedScope({ definition, steps, inputs: new Map() }, 'sweep[1].get')).toEqual({
      ok: false,
      why: 'not_recorded',
    })
  })

  it('cannot be built for what is no step of the document', () => {
    for (const path of ['pay.undo', 'pay.generated.x', 'script.0-http', 'sweep[0].batch', 'nowhere'])
      expect(recordedScope({ definition, steps, inputs }, path)).toEqual({
        ok: false,
        why: 'not_in_document',
      })
  })
})
