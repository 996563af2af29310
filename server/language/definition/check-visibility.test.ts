import { describe, expect, it } from 'vitest'
import { checkWorkflow } from './index'

/** What stands at `HERE` sees, in the scene: problems as `code: message`, with what is suggested. */
function at(scene: string) {
  return (expression: string) =>
    checkWorkflow(scene.replace('"HERE"', JSON.stringify(`\${{ ${expression} }}`))).problems.map(
      ({ code, message, suggestion }) => ({ code, message, suggestion }),
    )
}
const passes = (found: unknown[]) => expect(found).toEqual([])

const HEAD = 'version: 1\nname: sample\ninputs: { n: { type: integer }, list: { type: array } }\nsteps:\n'

describe('the steps of `onError`', () => {
  const see = at(`${HEAD}  - { id: before, set: { v: 1 } }
  - id: risky
    if: steps.before.output.v
    forEach: { items: [1], steps: [{ id: inner, set: { v: 1 } }] }
    onError:
      steps:
        - { id: first, set: { v: 1 } }
        - { id: second, set: { v: "HERE" } }
  - { id: later, set: { v: 1 } }
`)

  it.each([
    'error.code',
    'error.message',
    'error.details.any',
    'steps.before.output.v',
    'steps.first.output.v',
  ])('see %s', (expression) => passes(see(expression)))

  it.each([
    ['steps.risky.output', 'step_not_visible', '`risky` failed here, so it has no result.', 'Read `error`.'],
    ['steps.risky.error', 'step_not_visible', '`risky` failed here, so it has no result.', 'Read `error`.'],
    [
      'steps.inner.output',
      'step_not_visible',
      '`inner` runs inside `risky` and is seen only there.',
      undefined,
    ],
    [
      'steps.later.output',
      'step_not_visible',
      '`later` cannot have finished before this step. It runs later.',
      undefined,
    ],
    ['error.cod', 'unknown_field', '`error` has no field `cod`.', 'Did you mean `code`?'],
    ['item', 'unknown_name', '`item` is not known here.', undefined],
  ])('do not see %s', (expression, code, message, suggestion) => {
    const [problem, ...others] = see(expression)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ code, message, ...(suggestion === undefined ? {} : { suggestion }) })
  })

  it('are seen only there; after them, anything may be the output', () => {
    const later =
      at(`${HEAD}  - { id: risky, emit: { name: a }, onError: { steps: [{ id: h, set: { v: 1 } }] } }
  - { id: later, set: { v: "HERE" } }
`)
    passes(later('steps.risky.output.whatever'))
    expect(later('steps.h.output')).toMatchObject([
      { code: 'step_not_visible', suggestion: 'Read `steps.risky.output`.' },
    ])
    expect(later('error')).toMatchObject([{ code: 'unknown_name' }])
  })

  it('inside a forEach see its item', () => {
    const see = at(`${HEAD}  - id: each
    forEach:
      items: [1]
      as: one
      steps:
        - { id: a, set: { v: 1 }, onError: { steps: [{ id: b, set: { v: "HERE" } }] } }
`)
    passes(see('one + item + index + error.code'))
    expect(see('steps.each.output')).toMatchObject([
      { message: '`each` is still running here: this step is part of it.' },
    ])
  })
})

describe('the step of `undo`', () => {
  const see = at(`${HEAD}  - { id: before, set: { v: 1 } }
  - id: each
    forEach:
      items: [1]
      steps:
        - { id: near, set: { v: 1 } }
        - { id: book, emit: { name: a }, undo: { set: { v: "HERE" } } }
  - { id: later, set: { v: 1 } }
`)

  it.each([
    'steps.book.output.id',
    'steps.book.status',
    'steps.near.output.v',
    'steps.before.output.v',
    'item',
    'run.error?.code',
  ])('sees %s', (expression) => passes(see(expression)))

  it.each([
    'steps.later.output',
    'steps.each.output',
    'steps.undo.output',
    'error',
    'steps.book.output.nope',
  ])('does not see %s', (expression) => expect(see(expression)).toHaveLength(1))

  it('takes secrets where its kind does', () => {
    const undo = at(
      `${HEAD}  - { id: a, set: { v: 1 }, undo: { http: { url: u, auth: { bearer: "HERE" } } } }\n`,
    )
    passes(undo('secrets.TOKEN'))
  })
})

describe('the steps of `finally`', () => {
  const see = at(`${HEAD}  - { id: a, emit: { name: a } }
  - { id: each, forEach: { items: [1], steps: [{ id: inner, set: { v: 1 } }] } }
finally:
  - { id: first, emit: { name: a } }
  - { id: second, set: { v: "HERE" } }
  - { id: third, set: { v: 1 } }
`)

  it.each([
    'run.status == "failed"',
    'run.error?.code',
    'run.error && run.error.message',
    'run.id',
    'steps.a?.status',
    'steps.a?.output?.id',
    'steps.a && steps.a.output',
    'steps.first.output.id',
    'steps.each?.output',
    'inputs.n',
  ])('see %s', (expression) => passes(see(expression)))

  it.each([
    ['steps.a.status', 'may_be_absent'],
    ['steps.a.output.id', 'may_be_absent'],
    ['steps.a?.output.id', 'may_be_absent'],
    ['run.error.code', 'may_be_absent'],
    ['run.status == "finished"', 'impossible_comparison'],
    ['steps.inner.output', 'step_not_visible'],
    ['steps.third.output', 'step_not_visible'],
    ['steps.nope.output', 'unknown_step'],
    ['steps.a?.outputs', 'unknown_field'],
  ])('are told of %s', (expression, code) => {
    expect(see(expression)).toMatchObject([{ code }])
  })

  it('are told how to read a step that may not have run', () => {
    expect(see('steps.a.output')).toMatchObject([
      {
        message: '`a` may not have run when the run ended early. Then this expression fails.',
        suggestion: 'Write `steps.a?.output`, or test it first.',
      },
    ])
    expect(see('steps.inner.output')).toMatchObject([{ suggestion: 'Read `steps.each.output`.' }])
  })

  it('their own `if` may have tested it', () => {
    const guarded = at(`${HEAD}  - { id: a, emit: { name: a } }
finally:
  - { id: b, if: steps.a?.status == "succeeded", set: { v: "HERE" } }
`)
    passes(guarded('steps.a.output.id'))
  })

  it('are not seen by the steps before them, nor by the output', () => {
    const earlier = at(`${HEAD}  - { id: a, set: { v: "HERE" } }\nfinally: [{ id: b, set: { v: 1 } }]\n`)
    expect(earlier('steps.b.output')).toMatchObject([
      { code: 'step_not_visible', message: '`b` runs at the end, after this is read.' },
    ])
    const output = at(
      `${HEAD}  - { id: a, set: { v: 1 } }\noutput: "HERE"\nfinally: [{ id: b, set: { v: 1 } }]\n`,
    )
    expect(output('steps.b.output')).toMatchObject([{ message: '`b` runs at the end, after this is read.' }])
    expect(earlier('run.error')).toMatchObject([{ code: 'unknown_field' }])
  })

  it('may hold steps that see what is around them', () => {
    const inside = at(`${HEAD}  - { id: a, set: { v: 1 } }
finally:
  - { id: b, forEach: { items: [1], steps: [{ id: c, set: { v: "HERE" } }] } }
`)
    passes(inside('item + run.status + steps.a?.output'))
  })
})

describe('a step that may have no output', () => {
  const scene = (target: string, reader: string) =>
    at(
      `${HEAD}  - { id: target, emit: { name: a }, ${target} }\n  - { id: reader, ${reader} set: { v: "HERE" } }\n`,
    )

  it.each([
    ['if: inputs.n > 1', '`target` has no output when it was skipped. Then this expression fails.'],
    ['onError: continue', '`target` has no output when it failed. Then this expression fails.'],
  ])('because of %s', (target, message) => {
    expect(scene(target, '')('steps.target.output.id')).toEqual([
      { code: 'may_be_absent', message, suggestion: 'Write `steps.target.output?.id`, or test it first.' },
    ])
    passes(scene(target, '')('steps.target.output?.id'))
    passes(scene(target, '')('steps.target.output'))
    passes(scene(target, '')('steps.target.status'))
  })

  it.each([
    'if: steps.target.status == "succeeded",',
    'if: steps.target.output,',
    'if: "!steps.target.error",',
  ])('is read safely under %s', (reader) => {
    passes(scene('if: inputs.n > 1', reader)('steps.target.output.id'))
    passes(scene('onError: continue', reader)('steps.target.output.id'))
  })

  it('the same condition guards both, but not against a failure', () => {
    passes(scene('if: inputs.n > 1', 'if: "${{ inputs.n > 1 }}",')('steps.target.output.id'))
    expect(scene('if: inputs.n > 1', 'if: inputs.n > 2,')('steps.target.output.id')).toHaveLength(1)
    const both = scene('if: inputs.n > 1, onError: continue', 'if: inputs.n > 1,')
    expect(both('steps.target.output.id')).toHaveLength(1)
  })

  it('the condition of a step around it guards, too', () => {
    const inside = at(`${HEAD}  - { id: target, emit: { name: a }, if: inputs.n }
  - { id: each, if: inputs.n, forEach: { items: [1], steps: [{ id: reader, set: { v: "HERE" } }] } }
`)
    passes(inside('steps.target.output.id'))
  })

  it('a condition does not guard itself', () => {
    const own = checkWorkflow(`${HEAD}  - { id: target, emit: { name: a }, if: inputs.n }
  - { id: reader, if: steps.target.output.id == "x", set: { v: 1 } }
`)
    expect(own.problems).toMatchObject([{ code: 'may_be_absent', line: 6 }])
    expect(own.ok).toBe(true)
  })

  it('`if: true` is no condition', () => {
    passes(scene('if: true', '')('steps.target.output.id'))
  })

  it('the output of the workflow is told, too', () => {
    const output = at(`${HEAD}  - { id: a, emit: { name: a }, if: inputs.n }\noutput: "HERE"\n`)
    expect(output('steps.a.output.id')).toMatchObject([{ code: 'may_be_absent' }])
    passes(output('steps.a.output?.id'))
  })
})
