import { describe, expect, it } from 'vitest'
import { parseExpression, parseProgram, referencesOf } from './index'
import { scopeFor } from './references'

function references(source: string) {
  const parsed = parseExpression(source)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return referencesOf(parsed.ast)
}

describe('what an expression reads', () => {
  it.each([
    ['inputs.a + steps.one.output', ['inputs', 'steps'], ['one'], []],
    ['steps["two"].status', ['steps'], ['two'], []],
    ['(steps.one ?? steps?.two).output', ['steps'], ['one', 'two'], []],
    ['vars.a + vars["b"]', ['vars'], [], ['a', 'b']],
    ['f(vars.a)(steps.one)', ['f', 'vars', 'steps'], ['one'], ['a']],
  ])('%s', (source, roots, steps, vars) => {
    const found = references(source)
    expect([...found.roots]).toEqual(roots)
    expect([...(found.steps ?? [])]).toEqual(steps)
    expect([...(found.vars ?? [])]).toEqual(vars)
  })

  it.each(['steps[inputs.id].output', 'Object.keys(steps)', 'steps'])('%s may need every step', (source) => {
    expect(references(source).steps).toBeUndefined()
  })

  it.each(['vars[inputs.id]', 'Object.keys(vars)', 'vars'])('%s may need every var', (source) => {
    expect(references(source).vars).toBeUndefined()
  })

  it('once all are needed, naming one does not narrow it', () => {
    expect(references('steps[inputs.id] + steps.one.output + vars + vars.a')).toMatchObject({
      steps: undefined,
      vars: undefined,
    })
  })

  it('the names of fields are no names of the scope', () => {
    expect([...references('f().steps + { vars: 1, b() {} }.vars').roots]).toEqual(['f'])
    expect([...references('({ vars, [inputs.a]: 1 })').roots]).toEqual(['vars', 'inputs'])
    expect([...references('(class { steps = 1; [inputs.b]() {} })').roots]).toEqual(['inputs'])
    expect(references('f().vars').vars).toEqual(new Set())
  })

  it('programs read secrets by name', () => {
    const parsed = parseProgram('return [secrets.A, secrets.B]')
    if (!parsed.ok) throw new Error(parsed.problem.message)
    expect([...referencesOf(parsed.ast).secrets]).toEqual(['A', 'B'])
  })
})

describe('the scope that travels', () => {
  it('holds what is read, and nothing more', () => {
    const scope = { inputs: { a: 1 }, steps: { one: {}, two: {} }, vars: { a: 1, b: 2 } }
    expect(scopeFor(references('steps.one.output'), scope)).toEqual({ steps: { one: {} } })
    expect(scopeFor(references('steps[inputs.a]'), scope)).toEqual({ steps: scope.steps, inputs: { a: 1 } })
    expect(scopeFor(references('vars.a + nope + toString'), scope)).toEqual({ vars: { a: 1, b: 2 } })
    expect(scopeFor(references('steps.one'), { steps: 5 })).toEqual({ steps: 5 })
  })
})
