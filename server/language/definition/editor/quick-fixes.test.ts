import { describe, expect, it } from 'vitest'
import type { Problem } from '@/server/language/contracts'
import { checkWorkflow } from '../check-workflow'
import { applyEdits, quickFixes } from './quick-fixes'

const HEAD = 'version: 1\nname: a\n'
const FIRST = '  - id: first\n    set: { total: 1 }\n'

function fixesOf(source: string) {
  const { problems } = checkWorkflow(source)
  return { problems, fixes: quickFixes(source, problems) }
}

function firstFix(source: string) {
  const { problems, fixes } = fixesOf(source)
  for (const problem of problems) {
    const fix = fixes.get(problem)?.[0]
    if (fix) return { problem, fix, text: applyEdits(source, fix.edits) }
  }
  throw new Error(`Nothing to fix among ${JSON.stringify(problems)}`)
}

/** The same problem elsewhere has another message or text; the one that was fixed is gone. */
function isGone(problem: Problem, text: string): boolean {
  return !checkWorkflow(text).problems.some(
    ({ code, message, line }) =>
      code === problem.code && message === problem.message && line === problem.line,
  )
}

describe('a quick fix', () => {
  it.each([
    ['a key', `${HEAD}steps:\n  - id: x\n    htpp: { url: u }\n`, '`http`', 'http: { url: u }'],
    ['a key in quotes', `${HEAD}"stpes":\n  - id: x\n    set: { a: 1 }\n`, '`steps`', '"steps":'],
    [
      'a field of a kind',
      `${HEAD}steps:\n  - id: x\n    http: { url: u, methd: GET }\n`,
      '`method`',
      'method: GET',
    ],
    ['a value', `${HEAD}steps:\n  - id: x\n    http: { url: u, method: PSOT }\n`, '`POST`', 'method: POST'],
    [
      'a value in quotes',
      `${HEAD}steps:\n  - id: x\n    http: { url: u, method: "PSOT" }\n`,
      '`POST`',
      'method: "POST"',
    ],
    [
      'a need',
      `${HEAD}steps:\n${FIRST}  - id: x\n    needs: [frist]\n    set: { a: 1 }\n`,
      '`first`',
      'needs: [first]',
    ],
    [
      'an input',
      `${HEAD}inputs: { repo: {} }\nsteps:\n  - id: x\n    set: { a: "\${{ inputs.rpeo }}" }\n`,
      '`repo`',
      '${{ inputs.repo }}',
    ],
    [
      'a step',
      `${HEAD}steps:\n${FIRST}  - id: x\n    set: { a: "\${{ steps.fisrt.output }}" }\n`,
      '`first`',
      '${{ steps.first.output }}',
    ],
    [
      'a field of an output',
      `${HEAD}steps:\n${FIRST}  - id: x\n    if: steps.first.output.totel > 1\n    set: { a: 1 }\n`,
      '`total`',
      'steps.first.output.total > 1',
    ],
    ['a wrong version', 'version: 2\nname: a\nsteps:\n  - id: x\n    set: { a: 1 }\n', '`1`', 'version: 1'],
    [
      'a name without its root',
      `${HEAD}inputs: { repo: {} }\nsteps:\n  - id: x\n    set: { a: "\${{ repo }}" }\n`,
      '`inputs.repo`',
      '${{ inputs.repo }}',
    ],
    [
      'a step id that is no name, between double quotes',
      `${HEAD}steps:\n  - id: my-step\n    set: { a: 1 }\n  - id: x\n    set: { a: "\${{ steps.my-step.output.a }}" }\n`,
      "`steps['my-step']`",
      "${{ steps['my-step'].output.a }}",
    ],
    [
      'a step id that is no name, almost right',
      `${HEAD}steps:\n  - id: my-step\n    set: { a: 1 }\n  - id: x\n    if: steps.mystep.output.a > 1\n    set: { a: 1 }\n`,
      '`my-step`',
      'if: steps["my-step"].output.a > 1',
    ],
    [
      'a tag',
      `${HEAD}inputs: { go: {} }\nsteps:\n  - id: x\n    if: !inputs.go # why\n    set: { a: 1 }\n`,
      '`"!inputs.go"`',
      'if: "!inputs.go" # why',
    ],
    [
      'a number for a text',
      `${HEAD}steps:\n  - id: x\n    name: 5\n    set: { a: 1 }\n`,
      '`"5"`',
      'name: "5"',
    ],
    [
      'a text that YAML refuses',
      `${HEAD}title: @home\nsteps:\n  - id: x\n    set: { a: 1 }\n`,
      '`"@home"`',
      'title: "@home"',
    ],
    [
      'a text that YAML takes for an alias',
      `${HEAD}title: *bold*\nsteps:\n  - id: x\n    set: { a: 1 }\n`,
      '`"*bold*"`',
      'title: "*bold*"',
    ],
    [
      'a colon beside an expression',
      `${HEAD}inputs: { n: {} }\nsteps:\n  - id: x\n    name: x\n    http:\n      url: \${{ inputs.n }}: x\n`,
      '`"${{ inputs.n }}: x"`',
      'url: "${{ inputs.n }}: x"',
    ],
    ['tabs', `${HEAD}steps:\n  - id: x\n\tset: { a: 1 }\n`, 'Indent with spaces', '  set: { a: 1 }'],
    [
      'an assignment',
      `${HEAD}inputs: { n: {} }\nsteps:\n  - id: x\n    if: inputs.n = 1\n    set: { a: 1 }\n`,
      '`==`',
      'if: inputs.n == 1',
    ],
    [
      'a condition with marks',
      `${HEAD}inputs: { n: {}, m: {} }\nsteps:\n  - id: x\n    if: "\${{ inputs.n }} > \${{ inputs.m || 3 }}"\n    set: { a: 1 }\n`,
      'Remove `${{ }}`',
      'if: "inputs.n > (inputs.m || 3)"',
    ],
    [
      'a text that an output is compared with',
      `${HEAD}steps:\n  - id: x\n    if: run.status == "runing"\n    set: { a: 1 }\n`,
      '`running`',
      'run.status == "running"',
    ],
    [
      'a version that is missing',
      'name: a\nsteps:\n  - id: x\n    set: { a: 1 }\n',
      '`version: 1`',
      'version: 1\nname: a\n',
    ],
    [
      'a version that is missing in JSON',
      '{"name":"a","steps":[{"id":"x","set":{"a":1}}]}',
      '`version: 1`',
      '{"version": 1, "name"',
    ],
    [
      'an id that is missing',
      `${HEAD}steps:\n  - set: { a: 1 }\n    if: "true"\n`,
      '`id: set_1`',
      '  - id: set_1\n    set: { a: 1 }',
    ],
    [
      'an id that is missing in one line',
      `${HEAD}steps:\n  - { set: { a: 1 } }\n`,
      '`id: set_1`',
      '- { id: set_1, set: { a: 1 } }',
    ],
    ['an id that is there twice', `${HEAD}steps:\n${FIRST}${FIRST}`, '`first_2`', '  - id: first_2\n'],
    [
      'a retry that cannot help',
      `${HEAD}steps:\n  - id: x\n    retry:\n      attempts: 2\n    wait: { for: 1s }\n`,
      'Remove `retry`',
      '  - id: x\n    wait: { for: 1s }\n',
    ],
    [
      'a retry in one line',
      `${HEAD}steps:\n  - { id: x, retry: { attempts: 2 }, wait: { for: 1s } }\n`,
      'Remove `retry`',
      '{ id: x, wait: { for: 1s } }',
    ],
    [
      'a retry at the end of a line',
      `${HEAD}steps:\n  - { id: x, wait: { for: 1s }, retry: { attempts: 2 } }\n`,
      'Remove `retry`',
      '{ id: x, wait: { for: 1s } }',
    ],
    [
      'a retry as the first field',
      `${HEAD}steps:\n  - retry: { attempts: 2 }\n    id: x\n    wait: { for: 1s }\n`,
      'Remove `retry`',
      '  - id: x\n',
    ],
    [
      'a step that may still run',
      `${HEAD}steps:\n${FIRST}  - id: other\n    needs: []\n    set: { b: 1 }\n  - id: x # why\n    needs: [other]\n    set: { a: "\${{ steps.first.output.total }}" }\n`,
      'Add `needs: [other, first]` to `x`',
      'needs: [other, first]',
    ],
  ])('mends %s', (_, source, label, expected) => {
    const { problem, fix, text } = firstFix(source)
    expect(fix.label).toContain(label)
    expect(text).toContain(expected)
    expect(isGone(problem, text)).toBe(true)
  })

  it('adds `needs` below the id where a step has none', () => {
    const source = `${HEAD}steps:\n${FIRST}  - id: both\n    needs: []\n    parallel:\n      branches:\n        l:\n          - id: x\n            set: { a: 1 }\n        r:\n          - id: y # note\n            set: { a: "\${{ steps.first.output.total }}" }\n`
    const { fix, text, problem } = firstFix(source)
    expect(fix.label).toBe('Add `needs: [first]` to `both`')
    expect(text).toContain('  - id: both\n    needs: [first]\n    parallel:')
    expect(isGone(problem, text)).toBe(true)
  })

  it('writes `?.` where nothing may be there', () => {
    const source = `${HEAD}inputs: { go: {} }\nsteps:\n  - id: maybe\n    if: inputs.go\n    set: { total: 1 }\n  - id: x\n    set: { a: "\${{ steps.maybe.output.total }}" }\n`
    const { text, problem } = firstFix(source)
    expect(text).toContain('steps.maybe.output?.total')
    expect(isGone(problem, text)).toBe(true)
  })

  it('is not offered where only a person can know', () => {
    const { problems, fixes } = fixesOf(`${HEAD}steps:\n  - id: x\n    zzzzzz: 1\n  - id: y\n    http: {}\n`)
    expect(problems.length).toBeGreaterThan(1)
    expect(fixes.size).toBe(0)
  })
})
