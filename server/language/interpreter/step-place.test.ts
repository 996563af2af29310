import { describe, expect, it } from 'vitest'
import { definitionOf, workflow } from '../testing'
import { placeOf, stepAt } from './step-place'

const DEFINITION = definitionOf(
  workflow(
    `  - id: a
    parallel:
      branches:
        l:
          - id: b
            forEach: { items: [1], steps: [{ id: c, fail: x, onError: { steps: [{ id: d, set: { x: 1 } }] } }] }
        r: [{ id: e, set: { x: 1 }, undo: { set: { y: 1 } } }]
finally:
  - { id: f, set: { x: 1 } }
`,
  ),
)

describe('a path', () => {
  it.each([
    ['a', '', undefined],
    ['a.l.b', 'a.l', 'a'],
    ['a.l.b[3].c', 'a.l.b[3]', 'a.l.b'],
    ['a.l.b[3].c.onError.d', 'a.l.b[3].c.onError', 'a.l.b[3].c'],
    ['a.r.e.undo', 'a.r.e', 'a.r.e'],
    ['finally.f', 'finally', undefined],
  ])('%s names a place', (path, listPath, owner) => {
    const place = placeOf(DEFINITION, path)
    expect(place).toMatchObject({ path, listPath })
    expect(place?.owner?.path).toBe(owner)
  })

  it.each([
    'g',
    'f',
    'finally.a',
    'a.b',
    'a.r.b',
    'a.l.b.c',
    'a.l.b[x].c',
    'a.r.b[1].c',
    'a.l.b[1].c.d',
    'a.l.b[1].onError.d',
    'a.undo',
    'undo',
    'x.e',
    'finally.l.b',
  ])('%s names none', (path) => {
    expect(placeOf(DEFINITION, path)).toBeUndefined()
  })
})

describe('a step that code made up', () => {
  const made = definitionOf(workflow('  - { id: m, set: { x: 1 } }\n')).steps
  const states = new Map([
    ['a', { path: 'a', status: 'succeeded' as const, attempt: 1, failures: 0, generated: made }],
  ])

  it('is found in what its maker recorded', () => {
    expect(stepAt(DEFINITION, states, 'a.generated.m')?.id).toBe('m')
    expect(stepAt(DEFINITION, states, 'a.generated.n')).toBeUndefined()
    expect(stepAt(DEFINITION, states, 'e.generated.m')).toBeUndefined()
    expect(stepAt(DEFINITION, states, 'a.r.e')?.id).toBe('e')
  })
})
