import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { randomWorkflows } from '../testing/random-workflows'
import { checkWorkflow } from './check-workflow'
import { diffDefinitions } from './diff'
import { canonicalDefinition } from './digest'

function definitionOf(source: string): WorkflowDefinition {
  const checked = checkWorkflow(source)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.definition
}

const HEAD = 'version: 1\nname: a\n'
const A = '  - id: a\n    set: { x: 1 }\n'
const B = '  - id: b\n    needs: []\n    set: { x: 2 }\n'
const C = '  - id: c\n    needs: []\n    set: { x: 3 }\n'
const BOTH = (left: string, right: string) =>
  `  - id: both\n    needs: []\n    parallel:\n      branches:\n        left: [${left}]\n        right: [${right}]\n`

function diff(before: string, after: string, head: [string, string] = ['', '']) {
  return diffDefinitions(
    definitionOf(`${HEAD}${head[0]}steps:\n${before}`),
    definitionOf(`${HEAD}${head[1]}steps:\n${after}`),
  )
}

describe('the difference of two definitions', () => {
  it('is nothing where only layout, comments or lines differ', () => {
    expect(diff(A + B, `# note\n${A}\n\n${B}`)).toEqual([])
  })

  it('names the step and each of its fields that changed, with both values', () => {
    const retried = A.replace('{ x: 1 }', '{ x: 5, y: 2 }\n    retry: { attempts: 2, delay: 90s }')
    expect(diff(A, retried)).toMatchObject([
      {
        subject: 'step',
        kind: 'changed',
        id: 'a',
        stepKind: 'set',
        fields: [
          { field: 'set.x', before: 1, after: 5 },
          { field: 'set.y', after: 2 },
          { field: 'retry.attempts', before: 1, after: 2 },
          { field: 'retry.backoff', before: 'none', after: 'exponential' },
          { field: 'retry.delay', before: '0s', after: '1m30s' },
          { field: 'retry.maxDelay' },
          { field: 'retry.jitter' },
        ],
      },
    ])
  })

  it('tells another kind as one field gone and one there', () => {
    const code = '  - id: a\n    code: return 1\n'
    expect(diff(A, code)).toMatchObject([
      {
        kind: 'changed',
        stepKind: 'code',
        fields: [
          { field: 'code', after: 'return 1' },
          { field: 'set', before: { x: 1 } },
        ],
      },
    ])
  })

  it('tells steps that came and went, in reading order', () => {
    const changes = diff(A + B, B + C)
    expect(changes.map((change) => change.kind)).toEqual(['removed', 'added'])
    expect(changes).toMatchObject([{ id: 'a' }, { id: 'c' }])
  })

  it('follows a step that moves, within its list and into another', () => {
    expect(diff(B + C, C + B)).toMatchObject([{ kind: 'moved', list: '', movedFrom: '', fields: [] }])
    const inner = '{ id: b, needs: [], set: { x: 2 } }'
    const one = '{ id: one, set: { x: 1 } }'
    const two = '{ id: two, set: { x: 1 } }'
    expect(diff(BOTH(one, two) + B, BOTH(`${one}, ${inner}`, two))).toMatchObject([
      { kind: 'moved', id: 'b', list: 'both.left', movedFrom: '' },
    ])
  })

  it('tells a container with the steps inside it once', () => {
    const changes = diff(A, A + BOTH('{ id: one, set: { x: 1 } }', '{ id: two, set: { x: 1 } }'))
    expect(changes).toMatchObject([{ kind: 'added', id: 'both', innerSteps: 2 }])
  })

  it('tells a step that comes after another one now', () => {
    const [, second] = diff(A, `${C}${A}`)
    expect(second).toMatchObject({ id: 'a', fields: [{ field: 'needs', before: [], after: ['c'] }] })
  })

  it('tells inputs, constants and fields of the workflow by name', () => {
    const before = 'title: Old\ninputs:\n  n: { type: integer, minimum: 1 }\n  gone: {}\nvars: { api: x }\n'
    const after =
      'title: New\ntimeout: 2h\ninputs:\n  n: { type: integer, minimum: 2 }\nvars: { api: x, more: [1] }\n'
    expect(diff(A, A, [before, after])).toEqual([
      {
        subject: 'workflow',
        kind: 'changed',
        name: 'title',
        before: 'Old',
        after: 'New',
        fields: [{ field: '', before: 'Old', after: 'New' }],
      },
      { subject: 'workflow', kind: 'added', name: 'timeout', after: '2h', fields: [] },
      {
        subject: 'input',
        kind: 'changed',
        name: 'n',
        before: { type: 'integer', minimum: 1 },
        after: { type: 'integer', minimum: 2 },
        fields: [{ field: 'minimum', before: 1, after: 2 }],
      },
      { subject: 'input', kind: 'removed', name: 'gone', before: {}, fields: [] },
      { subject: 'var', kind: 'added', name: 'more', after: [1], fields: [] },
    ])
  })
})

test('there is a difference exactly when the canonical forms differ', () => {
  fc.assert(
    fc.property(randomWorkflows(), randomWorkflows(), (one, other) => {
      expect(diffDefinitions(one, structuredClone(one))).toEqual([])
      const isSame = canonicalDefinition(one) === canonicalDefinition(other)
      expect(diffDefinitions(one, other).length === 0).toBe(isSame)
    }),
  )
})

test('what one way is added is removed the other way', () => {
  fc.assert(
    fc.property(randomWorkflows(), randomWorkflows(), (one, other) => {
      const ids = (before: WorkflowDefinition, after: WorkflowDefinition, kind: string) =>
        diffDefinitions(before, after)
          .flatMap((change) => (change.subject === 'step' && change.kind === kind ? [change.id] : []))
          .sort()
      expect(ids(one, other, 'added')).toEqual(ids(other, one, 'removed'))
    }),
  )
})
