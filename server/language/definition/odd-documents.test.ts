import { describe, expect, it } from 'vitest'
import { definitionOf } from '../testing'
import { checkInputs } from './check-inputs'
import { checkWorkflow } from './check-workflow'
import { diffDefinitions } from './diff'
import { formatWorkflow } from './editor'
import { parseConfig } from './evaluate-config'
import { describe as inWords } from './json-schema'

const FULL = (n: number) => `version: 1
name: full
tags: [t${n}]
concurrency: { key: k${n}, limit: ${n} }
steps:
  - id: a
    name: Step ${n}
    http: { url: "https://x.test/${n}" }
    retry: { attempts: ${n}, on: [http_5xx] }
    cache: { key: k, ttl: ${n}h }
    concurrency: { key: k, limit: ${n} }
    sensitive: true
    output: { type: object, title: T${n} }
    onError: { steps: [{ id: b, set: { x: ${n} } }] }
    undo: { set: { y: ${n} } }
`

describe('the difference of two documents that use all there is', () => {
  it('names what changed, in the steps of `onError` and in `undo` too', () => {
    const changes = diffDefinitions(definitionOf(FULL(2)), definitionOf(FULL(3)))
    expect(changes).toMatchObject([
      { subject: 'workflow', name: 'tags' },
      { subject: 'workflow', name: 'concurrency' },
      { subject: 'step', id: 'a', name: 'Step 3' },
      { subject: 'step', id: 'b', list: 'a.onError' },
      { subject: 'step', id: 'undo', list: 'a.undo' },
    ])
    const [, , step] = changes
    expect(step?.fields.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['cache.ttl', 'concurrency.limit', 'output.title', 'retry.attempts']),
    )
  })

  it('names what is there in one of them only', () => {
    const plain = 'version: 1\nname: full\nsteps:\n  - { id: a, http: { url: "https://x.test/2" } }\n'
    const back = diffDefinitions(definitionOf(FULL(2)), definitionOf(plain))
    expect(back.map(({ kind }) => kind)).toEqual(['removed', 'removed', 'changed', 'removed', 'removed'])
    const forth = diffDefinitions(definitionOf(plain), definitionOf(FULL(2)))
    expect(forth.map(({ kind }) => kind)).toEqual(['added', 'added', 'changed', 'added', 'added'])
  })
})

describe('formatting', () => {
  it('keeps notes above a field that becomes the first one, and those above the step', () => {
    const source = `version: 1
name: a
steps:
  # above the step
  - set: { x: 1 }
    # about the id
    id: a
  - set: { x: 2 }
    id: b
  -
    # alone
    set: { x: 3 }
    # about c
    id: c
`
    const formatted = formatWorkflow(source)
    expect(formatted.ok).toBe(true)
    const text = formatted.ok ? formatted.text : ''
    for (const note of ['above the step', 'about the id', 'alone', 'about c'])
      expect(text).toContain(`# ${note}`)
    expect(text).toContain('- id: b\n    set: { x: 2 }')
  })

  it('keeps folded texts folded, and refuses what it cannot read', () => {
    const words = 'word '.repeat(60).trim()
    const source = `version: 1\nname: a\ndescription: >\n  ${words}\nsteps:\n  - id: a\n    set: { x: 1 }\n`
    const formatted = formatWorkflow(source)
    expect(formatted.ok && formatted.text).toContain('description: >')
    expect(formatWorkflow('a: [').ok).toBe(false)
  })
})

describe('values and their schemas', () => {
  it('an input that nobody knows is told, with the nearest one where there is one', () => {
    const unknown = checkInputs({ inputs: { repo: {} } }, { repo: 1, rpeo: 1, zzzzzz: 1 })
    expect(unknown.ok ? [] : unknown.problems.map(({ message }) => message)).toEqual([
      'The workflow has no such input. Did you mean `repo`?',
      'The workflow has no such input.',
    ])
  })

  it('values are told in few words', () => {
    expect(inWords(undefined)).toBe('nothing')
    expect(inWords([1])).toBe('a list')
    expect(inWords({})).toBe('an object')
    expect(inWords('x'.repeat(50))).toHaveLength(40)
  })

  it.each([
    ['a mapping of schemas that is none', { properties: [] }],
    ['a reference into nothing', { $ref: '#/$defs/x' }],
    ['a reference of what is no mapping', { $ref: '#/$defs/x', $defs: 5 }],
    ['a keyword that is known elsewhere', { $dynamicRef: '#x' }],
    ['a keyword that nobody knows', { zzzzzzzz: 1 }],
    ['a keyword that is almost right', { requird: [] }],
  ])('%s is refused', (_, schema) => {
    const { problems } = checkWorkflow(
      `version: 1\nname: a\nsteps:\n  - { id: a, set: { x: 1 }, output: ${JSON.stringify(schema)} }\n`,
    )
    expect(problems.filter(({ severity }) => severity === 'error')).not.toEqual([])
  })

  it('a configuration is refused with the place of what is wrong in it', () => {
    expect(parseConfig('assert', [{ that: '' }])).toMatchObject({
      failure: { message: expect.stringContaining('`') },
    })
    expect(parseConfig('set', 5)).toMatchObject({ failure: { code: 'invalid_config' } })
    expect(parseConfig('http', { url: 'u', query: { a: [{}] } })).toMatchObject({
      failure: { details: { problems: [{ path: expect.stringContaining('query') }] } },
    })
  })
})

describe('code of every form', () => {
  it.each([
    'const [a, , ...rest] = [1, 2, 3]; const { b, ...more } = { b: 1 }; return [a, rest, b, more]',
    'try { throw 1 } catch { return 1 }',
    'class A {}; function f(x = 1) { return x }; return [typeof A, f()]',
    'const c = class {}; const g = function () { return 1 }; return [typeof c, g()]',
    'let a; [a] = [1]; ({ a } = { a: 2 }); return a',
    'return run?.id ?? (steps, 1)',
  ])('%s passes the checks', (source) => {
    const { problems } = checkWorkflow(
      `version: 1\nname: a\nsteps:\n  - id: a\n    code: ${JSON.stringify(source)}\n`,
    )
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it.each([
    ['a name that nobody knows', 'return zzzzzz'],
    ['inputs where there are none', 'return inputs.a'],
    ['a secret that is chosen', 'return secrets[inputs.a]'],
    ['all secrets', 'return secrets'],
  ])('%s is told', (_, source) => {
    const { problems } = checkWorkflow(
      `version: 1\nname: a\nsteps:\n  - id: a\n    code: ${JSON.stringify(source)}\n`,
    )
    expect(problems).not.toEqual([])
  })
})
