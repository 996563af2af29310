import { describe, expect, it } from 'vitest'
import { checkWorkflow } from './index'

const HEAD = 'version: 1\nname: sample\ninputs: { n: { type: integer } }\nsteps:\n'

function unreachable(steps: string): string[] {
  const result = checkWorkflow(HEAD + steps)
  expect(result.ok).toBe(true)
  return result.problems.map(({ code, severity, message, line }) => {
    expect([code, severity]).toEqual(['unreachable', 'warning'])
    return `${line}: ${message}`
  })
}

describe('steps that never run are told', () => {
  it.each([
    ['  - { id: a, if: false, set: { x: 1 } }\n', ['5: `a` never runs. Its `if` is never true.']],
    ['  - { id: a, if: "${{ false }}", set: { x: 1 } }\n', ['5: `a` never runs. Its `if` is never true.']],
    [
      '  - { id: a, fail: no }\n  - { id: b, set: { x: 1 } }\n  - { id: c, needs: [], set: { x: 1 } }\n',
      ['6: `b` never runs. `a` always fails before it.'],
    ],
    [
      '  - { id: a, if: true, fail: no }\n  - { id: b, set: { x: 1 } }\n',
      ['6: `b` never runs. `a` always fails before it.'],
    ],
    [
      '  - { id: a, loop: { while: false, steps: [{ id: b, set: { x: 1 } }] } }\n',
      ['5: The steps inside never run: `while` is never true.'],
    ],
    [
      '  - id: a\n    switch:\n      cases:\n        - { when: true, name: all, steps: [{ id: b, set: { x: 1 } }] }\n        - { when: inputs.n, steps: [{ id: c, set: { x: 1 } }] }\n      default:\n        - { id: d, set: { x: 1 } }\n',
      [
        '9: The steps of `case2` never run. `all` is always taken before it.',
        '11: The steps of `default` never run. `all` is always taken before it.',
      ],
    ],
    [
      '  - { id: a, switch: { cases: [{ when: false, steps: [{ id: b, if: false, set: { x: 1 } }] }] } }\n',
      ['5: The steps of `case1` never run. Its `when` is never true.'],
    ],
    [
      '  - { id: a, parallel: { branches: { l: [{ id: b, fail: no }, { id: c, set: { x: 1 } }] } } }\n',
      ['5: `c` never runs. `b` always fails before it.'],
    ],
    [
      '  - { id: a, set: { x: 1 }, onError: { steps: [{ id: b, fail: no }, { id: c, set: { x: 1 } }] } }\n',
      ['5: `c` never runs. `b` always fails before it.'],
    ],
    [
      '  - { id: a, if: false, forEach: { items: [], steps: [{ id: b, if: false, set: { x: 1 } }] } }\n',
      ['5: `a` never runs. Its `if` is never true.'],
    ],
    ['  - { id: a, set: { x: 1 } }\nfinally:\n  - { id: b, if: 0, set: { x: 1 } }\n', []],
    [
      '  - { id: a, set: { x: 1 } }\nfinally:\n  - { id: b, if: "0", set: { x: 1 } }\n',
      ['7: `b` never runs. Its `if` is never true.'],
    ],
  ])('%j', (steps, expected) => {
    if (steps.includes('if: 0,')) {
      expect(checkWorkflow(HEAD + steps).problems).toMatchObject([{ code: 'wrong_type' }])
      return
    }
    expect(unreachable(steps)).toEqual(expected)
  })
})

describe('steps that may run are not', () => {
  it.each([
    '  - { id: a, if: inputs.n, fail: no }\n  - { id: b, set: { x: 1 } }\n',
    '  - { id: a, fail: no, onError: continue }\n  - { id: b, set: { x: 1 } }\n',
    '  - { id: a, fail: no, onError: { steps: [{ id: h, set: { x: 1 } }] } }\n  - { id: b, set: { x: 1 } }\n',
    '  - { id: a, fail: no }\nfinally:\n  - { id: b, set: { x: 1 } }\n',
    '  - { id: a, switch: { value: true, cases: { true: [{ id: b, set: { x: 1 } }] }, default: [{ id: c, set: { x: 1 } }] } }\n',
    '  - { id: a, loop: { until: true, steps: [{ id: b, set: { x: 1 } }] } }\n',
    '  - { id: a, fail: no, undo: { set: { x: 1 } } }\n',
  ])('%j', (steps) => {
    expect(unreachable(steps)).toEqual([])
  })
})
