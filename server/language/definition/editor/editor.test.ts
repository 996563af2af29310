import { describe, expect, it } from 'vitest'
import { completionsAt, hoverAt, outline } from '.'

const HEAD = `version: 1
name: sample
inputs:
  repo: { type: string, title: Repository }
  options: { type: object, properties: { depth: { type: integer } } }
vars: { api: x }
steps:
  - id: first
    name: The first
    set: { x: 1, y: 2 }
`

/** \`¦\` is the cursor. */
function complete(marked: string) {
  const offset = marked.indexOf('¦')
  const { from, items } = completionsAt(marked.replace('¦', ''), offset)
  return { word: marked.slice(from, offset), labels: items.map(({ label }) => label), items }
}

describe('completion of keys', () => {
  it.each([
    ['¦', '', ['version', 'name', 'steps'], []],
    ['version: 1\nna¦', 'na', ['name'], ['version']],
    [`${HEAD}out¦`, 'out', ['output', 'timeout'], ['steps', 'inputs', 'name']],
    [`${HEAD}  - ¦`, '', ['id', 'http', 'needs'], []],
    [`${HEAD}  - id: b\n    ¦`, '', ['http', 'if', 'retry'], ['id']],
    [`${HEAD}  - id: b\n    ht¦\n    if: "true"`, 'ht', ['http'], ['if', 'id']],
    [`${HEAD}  - id: b\n    http:\n      url: x\n    re¦`, 're', ['retry'], ['set', 'http', 'url']],
    [`${HEAD}  - id: b\n    http:\n      ¦`, '', ['url', 'auth', 'expect'], []],
    [
      `${HEAD}  - id: b\n    http:\n      url: x\n      ¦\n      method: GET`,
      '',
      ['headers'],
      ['url', 'method'],
    ],
    [`${HEAD}  - id: b\n    http: { url: x, ¦ }`, '', ['headers'], ['url']],
    [`${HEAD}  - id: b\n    http:\n      auth:\n        ¦`, '', ['bearer', 'basic', 'header'], ['url']],
    [`${HEAD}  - id: b\n    approval:\n      approvers: { r¦`, 'r', ['roles', 'quorum'], []],
    [`${HEAD}  - id: b\n    retry: { ¦`, '', ['attempts', 'backoff'], []],
    [`${HEAD}  - id: b\n    forEach:\n      steps:\n        - ¦`, '', ['id', 'set'], ['items']],
    [
      `${HEAD}  - id: b\n    parallel:\n      branches:\n        left:\n        - id: c\n          ¦`,
      '',
      ['set'],
      ['branches', 'id'],
    ],
    [`${HEAD}  - id: b\n    assert:\n      - ¦`, '', ['that', 'message'], []],
    [`${HEAD}  - id: b\n    switch:\n      ¦`, '', ['cases', 'value', 'default'], ['steps']],
    [
      `${HEAD}  - id: b\n    switch:\n      cases:\n        - when: "true"\n          ¦`,
      '',
      ['steps', 'name'],
      ['http', 'id', 'when'],
    ],
    [
      `${HEAD}  - id: b\n    switch:\n      cases:\n        - when: "true"\n          steps:\n            - ¦`,
      '',
      ['id', 'http'],
      ['when'],
    ],
    [
      `${HEAD}  - id: b\n    switch:\n      value: x\n      cases:\n        one:\n          - id: c\n            ¦`,
      '',
      ['set', 'retry'],
      ['id'],
    ],
    [
      `${HEAD}  - id: b\n    switch:\n      default:\n        - id: c\n          ht¦`,
      'ht',
      ['http'],
      ['cases'],
    ],
    [`${HEAD}  - id: b\n    loop:\n      ¦`, '', ['while', 'until', 'steps', 'maxIterations'], ['items']],
    [
      `${HEAD}  - id: b\n    loop:\n      steps:\n        - id: c\n          ¦`,
      '',
      ['http', 'loop'],
      ['until'],
    ],
    [`${HEAD}  - id: b\n    onError:\n      ¦`, '', ['steps'], ['http']],
    [`${HEAD}  - id: b\n    onError:\n      steps:\n        - ¦`, '', ['id', 'http'], ['steps']],
    [`${HEAD}  - id: b\n    undo:\n      ¦`, '', ['http', 'if', 'retry'], ['id', 'needs', 'parallel']],
    [`${HEAD}  - id: b\n    undo:\n      http:\n        ¦`, '', ['url', 'method'], ['http']],
    [`${HEAD}finally:\n  - id: c\n    ¦`, '', ['http', 'if'], ['id', 'finally']],
    [`${HEAD}concurrency: { ¦ }`, '', ['key', 'limit', 'onLimit'], []],
    [`${HEAD}  - id: b\n    cache:\n      ¦`, '', ['key', 'ttl'], []],
    [`${HEAD}  - id: b\n    workflow:\n      ¦`, '', ['use', 'inputs', 'version'], []],
    [`${HEAD}  - id: b\n    wait:\n      event:\n        ¦`, '', ['name', 'match', 'timeout'], ['for']],
    ['inputs:\n  a:\n    ty¦', 'ty', ['type', 'properties'], []],
    [`${HEAD}  - id: b\n    approval:\n      form:\n        ¦`, '', ['type', 'properties'], ['title: x']],
    [`${HEAD}  - id: b\n    output:\n      pro¦`, 'pro', ['properties'], []],
    ['inputs:\n  a:\n    type: object\n    properties:\n      ¦', '', [], ['type']],
  ])('%j', (marked, word, present, absent) => {
    const { labels, ...result } = complete(marked)
    expect(result.word).toBe(word)
    expect(labels).toEqual(expect.arrayContaining(present))
    for (const label of absent) expect(labels).not.toContain(label)
  })

  it('inserts what comes after the key', () => {
    const { items } = complete(`${HEAD}  - id: b\n    ¦`)
    const apply = (label: string) => items.find((item) => item.label === label)?.apply
    expect(apply('if')).toBe('if: ')
    expect(apply('http')).toBe('http:\n      ')
    expect(apply('needs')).toBe('needs:\n      - ')
    expect(items.find(({ label }) => label === 'http')).toMatchObject({
      type: 'keyword',
      detail: 'Send an HTTP request',
    })
    expect(
      complete(`${HEAD}  - id: b\n    http: { ¦`).items.find(({ label }) => label === 'headers')?.apply,
    ).toBe('headers: ')
  })
})

describe('completion of values', () => {
  it.each([
    [`${HEAD}  - id: b\n    http:\n      method: P¦`, 'P', ['GET', 'POST']],
    [`${HEAD}  - id: b\n    http: { url: x, method: ¦ }`, '', ['GET', 'POST']],
    [`${HEAD}  - id: b\n    onError: ¦`, '', ['fail', 'continue']],
    [`${HEAD}  - id: b\n    http: { url: x, followRedirects: ¦`, '', ['true', 'false']],
    [`${HEAD}  - id: b\n    approval: { approvers: { roles: [admin, ¦`, '', ['owner', 'approver']],
    [`${HEAD}  - id: b\n    needs: [¦]`, '', ['first']],
    [`${HEAD}  - id: b\n    needs:\n      - f¦`, 'f', ['first']],
    ['inputs:\n  a: { type: ¦ }', '', ['string', 'integer']],
    ['inputs:\n  a:\n    format: ¦', '', ['uri', 'date-time']],
  ])('%j', (marked, word, present) => {
    const result = complete(marked)
    expect(result.word).toBe(word)
    expect(result.labels).toEqual(expect.arrayContaining(present))
  })

  it('a step does not need itself', () => {
    expect(complete(`${HEAD}  - id: b\n    needs: [¦]\n    set: { a: 1 }`).labels).toEqual(['first'])
  })

  it('inside code nothing is offered', () => {
    expect(complete(`${HEAD}  - id: b\n    code: |\n      ret¦`).labels).toEqual([])
  })
})

describe('completion in expressions', () => {
  const SET = `${HEAD}  - id: b\n    set: { v: "\${{ `
  it.each([
    [`${SET}¦ }}" }`, '', ['inputs', 'vars', 'steps', 'run', 'JSON'], ['item']],
    [`${SET}in¦ }}" }`, 'in', ['inputs'], []],
    [`${SET}inputs.¦ }}" }`, '', ['repo', 'options'], []],
    [`${SET}inputs.options.d¦ }}" }`, 'd', ['depth'], []],
    [`${SET}1 + vars.¦`, '', ['api'], []],
    [`${SET}steps.¦ }}" }`, '', ['first'], ['b']],
    [`${SET}steps.first.¦ }}" }`, '', ['output', 'status', 'error'], []],
    [`${SET}steps.first?.output.¦ }}" }`, '', ['x', 'y'], []],
    [`${SET}steps["first"].output.¦ }}" }`, '', ['x', 'y'], []],
    [`${SET}run.¦`, '', ['id', 'generation'], []],
    [`${HEAD}  - id: b\n    if: inputs.r¦`, 'r', ['repo'], []],
    [`${HEAD}  - id: b\n    if: "!steps.¦"`, '', ['first'], []],
    [`${HEAD}  - id: b\n    assert:\n      - that: steps.first.output.¦`, '', ['x'], []],
    [
      `${HEAD}  - id: b\n    forEach:\n      items: [1]\n      as: city\n      steps:\n        - id: c\n          set: { v: "\${{ ¦ }}" }`,
      '',
      ['item', 'index', 'city'],
      [],
    ],
    [`${HEAD}  - id: b\n    loop:\n      while: loop.¦`, '', ['index', 'previous'], []],
    [
      `${HEAD}  - id: b\n    loop:\n      until: steps.¦\n      steps:\n        - id: c\n          set: { v: 1 }`,
      '',
      ['first', 'c'],
      [],
    ],
    [`${HEAD}  - id: b\n    switch:\n      cases:\n        - when: inputs.r¦`, 'r', ['repo'], []],
    [
      `${HEAD}  - id: b\n    set: { v: 1 }\n    onError:\n      steps:\n        - id: c\n          set: { v: "\${{ error.¦ }}" }`,
      '',
      ['code', 'message'],
      [],
    ],
    [
      `${HEAD}  - id: b\n    set: { v: 1 }\n    undo:\n      set: { v: "\${{ steps.¦ }}" }`,
      '',
      ['first', 'b'],
      [],
    ],
    [`${HEAD}finally:\n  - id: c\n    set: { v: "\${{ run.¦ }}" }`, '', ['status', 'error'], []],
    [
      `${HEAD}  - id: b\n    wait:\n      event:\n        match: event.¦\n        name: x.y`,
      '',
      ['data', 'name'],
      [],
    ],
    [`${HEAD}concurrency:\n  key: "\${{ ¦ }}"`, '', ['inputs', 'vars'], ['run']],
    [`${HEAD}output:\n  a: "\${{ steps.¦ }}"`, '', ['first'], []],
    [`${HEAD}runTitle: "\${{ steps.¦ }}"`, '', [], ['first']],
  ])('%j', (marked, word, present, absent) => {
    const { labels, ...result } = complete(marked)
    expect(result.word).toBe(word)
    expect(labels).toEqual(expect.arrayContaining(present))
    for (const label of absent) expect(labels).not.toContain(label)
  })
})

it('names of secrets are offered where they are known', () => {
  const marked = `${HEAD}  - id: b\n    http: { url: x, auth: { bearer: "\${{ secrets.¦ }}" } }`
  const { items } = completionsAt(marked.replace('¦', ''), marked.indexOf('¦'), { secrets: ['TOKEN', 'KEY'] })
  expect(items.map(({ label }) => label)).toEqual(['TOKEN', 'KEY'])
})

describe('hover', () => {
  const hover = (marked: string) => {
    const found = hoverAt(marked.replace('¦', ''), marked.indexOf('¦'))
    return found && { text: marked.replace('¦', '').slice(found.start, found.end), markdown: found.markdown }
  }
  it.each([
    [`${HEAD}  - id: b\n    ht¦tp: { url: x }`, 'http', 'Sends a request.'],
    [`${HEAD}  - id: b\n    http: { u¦rl: x }`, 'url', 'Where to send the request'],
    [`${HEAD}  - id: b\n    undo:\n      ht¦tp: { url: x }`, 'http', 'Sends a request.'],
    [`${HEAD}  - id: b\n    un¦do:\n      http: { url: x }`, 'undo', 'takes the step back'],
    [
      `${HEAD}  - id: b\n    switch:\n      cases:\n        - wh¦en: "true"\n          steps: []`,
      'when',
      'the first case that is true',
    ],
    [`${HEAD}finally:\n  - id: c\n    set: { v: "\${{ run.sta¦tus }}" }`, 'status', 'How the run went'],
    [HEAD.replace('version', 'ver¦sion'), 'version', 'The version of the workflow language'],
    [`${HEAD}  - id: b\n    set: { v: "\${{ inputs.re¦po }}" }`, 'repo', 'string · Repository'],
    [
      `${HEAD}  - id: b\n    set: { v: "\${{ steps.fir¦st.output }}" }`,
      'first',
      '**first** · set\n\nThe first',
    ],
    [`${HEAD}  - id: b\n    set: { v: "\${{ steps.first.out¦put }}" }`, 'output', 'What the step returned.'],
    [
      `${HEAD}  - id: b\n    set: { v: "\${{ run.gener¦ation }}" }`,
      'generation',
      'integer · 1 on the first go',
    ],
  ])('%j', (marked, text, start) => {
    expect(hover(marked)?.text).toBe(text)
    expect(hover(marked)?.markdown).toContain(start)
  })

  it('says nothing where there is nothing to say', () => {
    expect(hover(HEAD.replace('sample', 'sam¦ple'))).toBeUndefined()
    expect(hover('¦')).toBeUndefined()
  })
})

describe('the outline', () => {
  it('shows the steps as a tree, with mistakes too', () => {
    const source = `${HEAD}  - id: both
    parallel:
      branches:
        l: [{ id: left, wait: { for: 1s } }]
        r: [{ id: right, unknown: 1 }]
  - id: each
    forEach:
      items: 5
      steps:
        - id: one
          set: { a: 1 }
`
    expect(outline(source)).toEqual([
      {
        steps: [
          { id: 'first', kind: 'set', name: 'The first', line: 8, endLine: 10, lists: [] },
          {
            id: 'both',
            kind: 'parallel',
            line: 11,
            endLine: 15,
            lists: [
              { name: 'l', steps: [{ id: 'left', kind: 'wait', line: 14, endLine: 14, lists: [] }] },
              { name: 'r', steps: [{ id: 'right', line: 15, endLine: 15, lists: [] }] },
            ],
          },
          {
            id: 'each',
            kind: 'forEach',
            line: 16,
            endLine: 21,
            lists: [{ steps: [{ id: 'one', kind: 'set', line: 20, endLine: 21, lists: [] }] }],
          },
        ],
      },
    ])
  })

  it('of nothing is empty', () => {
    expect(outline('')).toEqual([])
    expect(outline('a: [')).toEqual([])
  })
})
