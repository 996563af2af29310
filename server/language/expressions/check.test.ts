import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '@/server/kernel/json'
import { checkExpression, checkProgram, type ScopeInfo, type StepLookup } from './index'

const names: [string, JsonSchema][] = [
  [
    'inputs',
    {
      type: 'object',
      properties: {
        repo: { type: 'string' },
        count: { type: 'integer' },
        tags: { type: 'array', items: { type: 'object', properties: { name: {} } } },
      },
    },
  ],
  ['vars', { type: 'object', properties: { api: {} } }],
  ['run', { type: 'object', properties: { id: {}, number: {} } }],
  ['trigger', {}],
]

const scope: ScopeInfo = {
  names: new Map(names),
  secrets: { refused: 'No secrets here.' },
  steps: {
    ids: () => ['fetch_issue', 'get-all'],
    find(id): StepLookup {
      if (id === 'fetch_issue')
        return {
          kind: 'visible',
          output: {
            type: 'object',
            properties: { title: {}, body: { type: 'object', properties: { text: {} } }, open: {} },
          },
        }
      if (id === 'get-all') return { kind: 'visible', output: {} }
      if (id === 'later') return { kind: 'hidden', message: 'Later.', suggestion: 'Wait.' }
      return { kind: 'unknown' }
    },
  },
}

describe('what is in scope passes', () => {
  it.each([
    'inputs.repo',
    'inputs["repo"]',
    'inputs.repo.length',
    'inputs.tags[0].name',
    'inputs[run.id]',
    'steps.fetch_issue.output.body.text',
    'steps["get-all"].output.anything.at.all',
    'steps.fetch_issue?.output?.title',
    'steps[inputs.repo].output',
    'trigger.what.ever',
    'inputs.tags.map((tag, index) => tag.name + index)',
    'inputs.tags.map(({ name: label, ...rest }) => ({ label, rest, inner: [label] }))',
    '(() => { const a = 1; let [b = a] = [2]; for (const c of [1]) { b += c } try { b } catch (error) { error.message } return b })()',
    'Math.max(1, parseInt("2")) + JSON.stringify({}).length',
    'typeof undefined',
    'new Date(run.id)',
    '`${inputs.repo}!`',
    'inputs.count > 0 && !vars.api',
    'steps.fetch_issue.status == "succeeded"',
    '(function f(n) { return n ? f(n - 1) : arguments.length })(1)',
    '{ a: inputs.repo }.a',
    'inputs.toString()',
    'Object.keys(steps)',
  ])('%s', (source) => {
    expect(checkExpression(source, scope)).toEqual([])
  })
})

describe('what is wrong is named, placed and mended', () => {
  it.each([
    ['inputs.repos', 'unknown_input', 'repos', 'Did you mean `repo`?'],
    ['vars.apy', 'unknown_var', 'apy', 'Did you mean `api`?'],
    ['run.nubmer', 'unknown_field', 'nubmer', 'Did you mean `number`?'],
    ['inputs.tags[0].nam', 'unknown_field', 'nam', 'Did you mean `name`?'],
    ['steps.fetch_isue.output', 'unknown_step', 'fetch_isue', 'Did you mean `fetch_issue`?'],
    ['steps.get.output', 'unknown_step', 'get', 'Write `steps["get-all"]`.'],
    [
      'steps.zzzzzzz.output',
      'unknown_step',
      'zzzzzzz',
      'Steps that can be used here: `fetch_issue`, `get-all`.',
    ],
    ['steps.later.output', 'step_not_visible', 'later', 'Wait.'],
    ['steps.fetch_issue.outptu', 'unknown_field', 'outptu', 'Did you mean `output`?'],
    ['steps.fetch_issue.output.titel', 'unknown_field', 'titel', 'Did you mean `title`?'],
    ['steps.fetch_issue.output.body.txt', 'unknown_field', 'txt', 'Did you mean `text`?'],
    ['repo == "x"', 'unknown_name', 'repo', 'Write `inputs.repo`.'],
    ['api', 'unknown_name', 'api', 'Write `vars.api`.'],
    ['fetch_issue.title', 'unknown_name', 'fetch_issue', 'Write `steps.fetch_issue.output`.'],
    ['input.repo', 'unknown_name', 'input', 'Did you mean `inputs`?'],
    [
      'process.env',
      'unknown_name',
      'process',
      'Expressions have no access to the outside. Use an `http` step for requests.',
    ],
    ['inputs.tags.map((tag) => tga.name)', 'unknown_name', 'tga', undefined],
    ['secrets.TOKEN', 'secret_not_allowed', 'secrets.TOKEN', undefined],
    ['secrets', 'secret_not_allowed', 'secrets', undefined],
    ['inputs.repo = "x"', 'expression_not_allowed', 'inputs.repo = "x"', undefined],
    ['inputs.count++', 'expression_not_allowed', 'inputs.count++', undefined],
    ['delete inputs.repo', 'expression_not_allowed', 'delete inputs.repo', undefined],
    ['import("fs")', 'expression_not_allowed', 'import("fs")', undefined],
    ['this.process', 'expression_not_allowed', 'this', undefined],
    ['Date.now()', 'expression_not_allowed', 'Date.now', 'Use `run.startedAt` for the time of the run.'],
    ['new Date()', 'expression_not_allowed', 'new Date()', undefined],
    ['Math.random()', 'expression_not_allowed', 'Math.random', undefined],
    ['inputs.repo +', 'expression_syntax', '', undefined],
    ['inputs.repo inputs.count', 'expression_syntax', 'inputs.count', undefined],
    ['', 'expression_syntax', '', undefined],
  ])('%s', (source, code, where, suggestion) => {
    const [problem, ...others] = checkExpression(source, scope)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ code, ...(suggestion === undefined ? {} : { suggestion }) })
    expect(source.slice(problem?.start, problem?.end)).toBe(where)
  })

  it('every problem of an expression is told', () => {
    expect(checkExpression('inputs.a + vars.b + c', scope).map(({ code }) => code)).toEqual([
      'unknown_input',
      'unknown_var',
      'unknown_name',
    ])
  })

  it('a secret is one whole value where secrets may be', () => {
    const open: ScopeInfo = { ...scope, secrets: 'allowed' }
    expect(checkExpression('"Bearer " + secrets.TOKEN', open)).toEqual([])
    expect(checkExpression('secrets.TOKEN.length', open)).toMatchObject([{ code: 'secret_not_allowed' }])
    expect(checkExpression('secrets[inputs.repo]', open)).toMatchObject([{ code: 'secret_not_allowed' }])
  })
})

describe('programs', () => {
  it.each([
    'const inputs2 = inputs.repo\nfunction twice(n) { return n * 2 }\nclass A { get x() { return this.y } }\nconsole.log(twice(1))\nreturn new A()',
    'let total = 0\nfor (const tag of inputs.tags) total += tag.name\ntotal++\nreturn { total }',
    'label: for (;;) { break label }\nreturn steps.fetch_issue.output.title',
    'const { body } = await http({ url: "https://x.test" })\nawait sleep("1h")\nreturn body',
    'return Promise.all([tool("a", {}), agent({ prompt: "x" }), workflow("b"), approval({ title: "c" })])',
    'return [Date.now(), new Date(), Math.random()]',
    'async function get(url) { return (await http({ url })).body }\nfor await (const a of []) {}\nreturn get("x")',
  ])('%s', (source) => {
    expect(checkProgram(source, scope)).toEqual([])
  })

  it.each([
    ['return inputs.repoo', 'unknown_input', 'repoo'],
    ['const a = 1\nreturn b', 'unknown_name', 'b'],
    ['inputs.repo = 1', 'expression_not_allowed', 'inputs.repo = 1'],
    ['total = 1', 'expression_not_allowed', 'total = 1'],
    ['const wait = () => await 1', 'expression_syntax', '1'],
    ['return {', 'expression_syntax', ''],
    ['return fetch("x")', 'unknown_name', 'fetch'],
    ['setTimeout(() => 1)', 'unknown_name', 'setTimeout'],
    ['return secrets.A', 'secret_not_allowed', 'secrets.A'],
  ])('%s', (source, code, where) => {
    const [problem] = checkProgram(source, scope)
    expect(problem?.code).toBe(code)
    expect(source.slice(problem?.start, problem?.end)).toBe(where)
  })
})
