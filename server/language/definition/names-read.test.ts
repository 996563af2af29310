import { describe, expect, it } from 'vitest'
import { namesRead } from './index'

const HEAD = 'version: 1\nname: a\nvars: { own: 1 }\nsteps:\n'
const read = (step: string) => {
  const { secrets, vars, readsAnyVar, ownVars } = namesRead(`${HEAD}  - { id: a, ${step} }\n`)
  return { secrets: [...secrets], vars: [...vars], readsAnyVar, ownVars: [...ownVars] }
}

describe('the names a document reads', () => {
  it.each([
    ['set: { v: "${{ vars.one }} and ${{ vars.own }}" }', [], ['one', 'own']],
    [`set: { v: 1 }, if: 'vars.flag && !vars["other flag"]'`, [], ['flag', 'other flag']],
    ['http: { url: "${{ vars.api }}", auth: { bearer: "x${{ secrets.TOKEN }}" } }', ['TOKEN'], ['api']],
    ['code: "await http({ url: vars.api, auth: { bearer: secrets.KEY } })"', ['KEY'], ['api']],
    ['shell: { script: ls, env: { A: "${{ secrets.A }}" }, stdin: "${{ secrets.B }}" }', ['A', 'B'], []],
    [
      'wait: { event: { name: "${{ vars.prefix }}.x", match: event.data == vars.wanted } }',
      [],
      ['prefix', 'wanted'],
    ],
    [
      'loop: { until: vars.stop, steps: [{ id: b, set: { v: "${{ vars.inner }}" } }] }',
      [],
      ['stop', 'inner'],
    ],
    ['switch: { cases: [{ when: vars.w, steps: [{ id: b, assert: vars.in }] }] }', [], ['w', 'in']],
    ['set: { v: 1 }, undo: { http: { url: u, headers: { A: "${{ secrets.U }}" } } }', ['U'], []],
    ['set: { v: 1 }, onError: { steps: [{ id: b, set: { v: "${{ vars.h }}" } }] }', [], ['h']],
    [
      'tool: { use: t }, cache: { key: ["${{ vars.k }}"], ttl: 1h }, concurrency: { key: "${{ vars.c }}" }',
      [],
      ['k', 'c'],
    ],
  ])('%s', (step, secrets, vars) => {
    expect(read(step)).toEqual({ secrets, vars, readsAnyVar: false, ownVars: ['own'] })
  })

  it.each([
    'set: { v: "${{ vars[run.id] }}" }',
    'set: { v: "${{ Object.keys(vars) }}" }',
    'code: return vars',
  ])('a name chosen at run time may be any: %s', (step) => {
    expect(read(step).readsAnyVar).toBe(true)
  })

  it('those of the end, the title and the key of a workflow count', () => {
    const names = namesRead(
      'version: 1\nname: a\nrunTitle: "${{ vars.t }}"\nconcurrency: { key: "${{ vars.k }}" }\nsteps: [{ id: a, set: { v: 1 } }]\nfinally: [{ id: b, set: { v: "${{ vars.f }}" } }]\noutput: "${{ vars.o }}"\n',
    )
    expect([...names.vars]).toEqual(['t', 'k', 'o', 'f'])
    expect([...names.ownVars]).toEqual([])
  })

  it.each([
    ['nothing', '', []],
    ['a text', 'hello', []],
    [
      'what cannot be parsed',
      `${HEAD}  - { id: a, if: "vars. +", set: { v: "\${{ 1 + }} \${{ vars.x }}" } }\n  - { id: b, code: "return {" }\n`,
      ['x'],
    ],
  ])('of %s they are read as far as possible', (_, source, vars) => {
    expect([...namesRead(source).vars]).toEqual(vars)
  })
})
