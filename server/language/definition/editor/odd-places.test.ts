import { describe, expect, it } from 'vitest'
import { checkWorkflow } from '../check-workflow'
import { completionsAt } from './completions'
import { hoverAt } from './hover'
import { outline } from './outline'
import { applyEdits, quickFixes } from './quick-fixes'

const HEAD = `version: 1
name: sample
inputs:
  repo: { type: string }
  deep: { type: object, properties: { list: { type: array, items: { type: object, properties: { n: { type: integer, description: How many. } } } } } }
steps:
  - id: first
    name: The first
    description: It begins.
    http: { url: x }
`

function labels(marked: string, source = HEAD): string[] {
  const whole = source + marked
  const offset = whole.indexOf('¦')
  return completionsAt(whole.replace('¦', ''), offset).items.map(({ label }) => label)
}

function hover(marked: string): string | undefined {
  const whole = HEAD + marked
  const offset = whole.indexOf('¦')
  return hoverAt(whole.replace('¦', ''), offset)?.markdown
}

describe('completion', () => {
  it.each([
    [
      'the formats of a schema',
      '  - id: b\n    set: { x: 1 }\n    output: { type: string, format: ¦ }',
      'date-time',
    ],
    [
      'true and false where a schema takes them',
      '  - id: b\n    set: { x: 1 }\n    output: { uniqueItems: ¦ }',
      'true',
    ],
    ['the steps beside one that is being written', '  - id: b\n    needs: [¦]', 'first'],
    ["fields of a list's items", '  - id: b\n    if: inputs.deep.list[0].¦', 'n'],
    ['fields in brackets', "  - id: b\n    if: inputs['deep'].¦", 'list'],
    ['fields in other brackets', '  - id: b\n    if: inputs["deep"].¦', 'list'],
    ['steps by their title', '  - id: b\n    if: steps.¦', 'first'],
  ])('offers %s', (_, marked, label) => {
    expect(labels(marked)).toContain(label)
  })

  it.each([
    [
      'a value of a schema that has none to choose from',
      '  - id: b\n    set: { x: 1 }\n    output: { minimum: ¦ }',
    ],
    ['names that the author chooses', '  - id: b\n    set: { x: 1 }\n    output: { properties: { ¦ } }'],
    ['fields of what is not known', '  - id: b\n    if: nowhere.¦'],
    ['fields of a text', '  - id: b\n    if: inputs.repo.¦'],
    ['fields below a field that is not there', '  - id: b\n    if: inputs.nothing.more.¦'],
    ['fields of a status', '  - id: b\n    if: steps.first.status.¦'],
    ['fields of the output of a step that is not there', '  - id: b\n    if: steps.nowhere.output.¦'],
    ['fields of a secret', '  - id: b\n    http: { url: x, headers: { A: "${{ secrets.A.¦ }}" } }'],
    ['secrets that nobody knows', '  - id: b\n    http: { url: x, headers: { A: "${{ secrets.¦ }}" } }'],
  ])('offers nothing for %s', (_, marked) => {
    expect(labels(marked)).toEqual([])
  })

  it('offers steps that are not finished yet, too', () => {
    const source = `${HEAD}  - id: bare\n`
    expect(labels('  - id: b\n    needs: [¦]', source)).toContain('bare')
    expect(labels('  - id: b\n    if: steps.¦', source)).toContain('bare')
  })

  it('offers nothing to wait until', () => {
    expect(labels('  - id: b\n    wait:\n      until: ¦')).not.toContain('inputs')
  })

  it('of a document that cannot be read yet offers what can be known', () => {
    expect(labels('needs: [¦', '')).toEqual([])
    expect(completionsAt('if: inputs.', 11).items).toEqual([])
  })
})

describe('hover', () => {
  it.each([
    ['a step', '  - id: b\n    if: steps.fir¦st.status', '**first** · http\n\nThe first\n\nIt begins.'],
    ['a step without a kind', '  - id: bare\n  - id: b\n    if: steps.ba¦re.status', '**bare** · step'],
    ['all steps', '  - id: b\n    if: st¦eps.first.status', 'The results of the steps before.'],
    ['a secret', '  - id: b\n    http: { url: x, headers: { A: "${{ secrets.A¦B }}" } }', 'A secret'],
    ['a field of an output', '  - id: b\n    if: steps.first.output.sta¦tus > 1', 'integer'],
    ['a field of an input', '  - id: b\n    if: inputs.deep.list[0].¦n > 1', 'How many.'],
  ])('tells of %s', (_, marked, told) => {
    expect(hover(marked)).toContain(told)
  })

  it.each([
    ['a step that is not there', '  - id: b\n    if: steps.no¦where.status'],
    ['a name that is not there', '  - id: b\n    if: no¦where'],
    ['a field that is not there', '  - id: b\n    if: inputs.deep.no¦thing'],
    ['a field of a step that is not there', '  - id: b\n    if: steps.first.no¦thing'],
    [
      'the output of a step that comes later',
      '  - id: b\n    if: steps.later.output.st¦atus\n  - id: later\n    http: { url: x }',
    ],
    ['what is not known of an output', '  - id: b\n    if: steps.first.output.body.de¦ep'],
    ['a number', '  - id: b\n    if: 1¦2 > 3'],
  ])('tells nothing of %s', (_, marked) => {
    expect(hover(marked) ?? '').toBe('')
  })
})

it('the outline shows a step that has no id yet', () => {
  const shown = outline(`${HEAD}  - set: { x: 1 }\n`)
  expect(JSON.stringify(shown)).toContain('"id":""')
})

const TOP = 'version: 1\nname: a\n'

describe('a quick fix', () => {
  const fixed = (source: string): string[] => {
    const { problems } = checkWorkflow(source)
    const fixes = quickFixes(source, problems)
    return problems.flatMap((problem) =>
      (fixes.get(problem) ?? []).map(({ edits }) => applyEdits(source, edits)),
    )
  }

  it.each([
    [
      'a secret, almost right',
      `${TOP}steps:\n  - id: x\n    http: { url: u, headers: { A: "\${{ secrets.A }}" } }\n  - id: x\n    set: { a: 1 }\n`,
      'id: x_2',
    ],
    [
      'a text with quotes and a colon',
      `${TOP}steps:\n  - id: x\n    name: say "a": b: c\n    set: { a: 1 }\n`,
      `'say "a": b: c'`,
    ],
    ['an id in one line without an end', `${TOP}steps: [{ set: { a: 1 } }]`, 'id: set_1'],
    [
      'an id where some are taken',
      `${TOP}steps:\n  - id: set_1\n    set: { a: 1 }\n  - set: { a: 2 }\n`,
      'id: set_2',
    ],
    ['an id of a step without a kind', `${TOP}steps:\n  - name: Nothing\n`, 'id: step_1'],
    [
      'an id that is there three times',
      `${TOP}steps:\n  - { id: a_2, set: { a: 1 } }\n  - { id: a_3, set: { a: 1 } }\n  - { id: a_2, set: { a: 1 } }\n`,
      'id: a_4',
    ],
    [
      'needs of a step in one line',
      `${TOP}steps:\n  - { id: first, set: { t: 1 } }\n  - { id: l, needs: [], set: { x: 1 } }\n  - { id: both, needs: [], parallel: { branches: { p: [{ id: y, set: { a: "\${{ steps.first.output.t }}" } }] } } }\n`,
      'needs: [first]',
    ],
    [
      'a field behind brackets that may not be there',
      `${TOP}inputs: { go: {} }\nsteps:\n  - { id: maybe, if: inputs.go, set: { total: 1 } }\n  - { id: x, set: { a: "\${{ steps.maybe.output['total'] }}" } }\n`,
      "steps.maybe.output?.['total']",
    ],
    [
      'an optional step id that is no name',
      `${TOP}steps:\n  - { id: my-step, set: { a: 1 } }\n  - { id: x, set: { a: "\${{ steps?.mystep.output.a }}" } }\n`,
      "steps?.['my-step']",
    ],
    [
      'a tag on a text with quotes',
      `${TOP}inputs: { go: {} }\nsteps:\n  - id: x\n    if: !inputs.go["a"]\n    set: { a: 1 }\n`,
      `if: '!inputs.go["a"]'`,
    ],
  ])('mends %s', (_, source, expected) => {
    expect(fixed(source).join('\n-----\n')).toContain(expected)
  })

  it('mends each of two steps, and the last line where nothing comes after it', () => {
    const retry = 'retry: { attempts: 2 }, wait: { for: 1s }'
    const two = fixed(`${TOP}steps:\n  - { id: a, ${retry} }\n  - { id: b, ${retry} }\n`)
    expect(two).toHaveLength(2)
    expect(two[1]).toContain('{ id: b, wait: { for: 1s } }')
    const source = `${TOP}steps:\n  - id: first\n    set: { t: 1 }\n  - needs: []\n    set: { b: "\${{ steps.first.output.t }}" }\n    id: other`
    expect(fixed(source)[0]).toContain('needs: [first]')
  })

  it('mends a secret, almost right, where the secrets are known', () => {
    const source = `${TOP}steps:\n  - { id: x, http: { url: u, headers: { A: "\${{ secrets.TOKN }}" } } }\n`
    const { problems } = checkWorkflow(source, { secrets: ['TOKEN'] })
    const fixes = quickFixes(source, problems)
    const texts = [...fixes.values()].flat().map(({ edits }) => applyEdits(source, edits))
    expect(texts.join()).toContain('${{ secrets.TOKEN }}')
  })

  it.each([
    ['a document that is a list', '- a\n- b\n'],
    [
      'an id that cannot be one',
      `${TOP}steps:\n  - { id: "1 a", set: { a: 1 } }\n  - { id: "1 a", set: { a: 1 } }\n`,
    ],
    ['an expression that is none', `${TOP}steps:\n  - { id: x, if: "(", set: { a: 1 } }\n`],
    ['nothing at all', ''],
    ['what is right', `${TOP}steps:\n  - { id: x, set: { a: 1 } }\n`],
  ])('is not offered for %s', (_, source) => {
    expect(fixed(source)).toEqual([])
  })
})
