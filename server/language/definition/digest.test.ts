import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalDefinition, checkWorkflow } from './index'

function digest(source: string): string {
  const result = checkWorkflow(source)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.digest
}

const BASE = 'version: 1\nname: a\nsteps:\n  - id: x\n    http: { url: u, headers: { A: b, C: d } }\n'

describe('the digest', () => {
  it.each([
    ['comments', `# hello\n${BASE}# bye\n`],
    [
      'layout',
      'version: 1\nname: "a"\n\nsteps:\n    - id: x\n      http:\n        url: u\n        headers:\n          A: b\n          C: d\n',
    ],
    [
      'the order of keys',
      'name: a\nsteps:\n  - http: { headers: { C: d, A: b }, url: u }\n    id: x\nversion: 1\n',
    ],
    ['JSON', '{"version":1,"name":"a","steps":[{"id":"x","http":{"url":"u","headers":{"A":"b","C":"d"}}}]}'],
    [
      'the lines of steps inside',
      'version: 1\nname: a\n# one\n# two\nsteps:\n  - id: x\n    http: { url: u, headers: { A: b, C: d } }\n',
    ],
    ['what is the default anyway', BASE.replace('id: x', 'id: x\n    needs: []')],
  ])('does not change with %s', (_, source) => {
    expect(digest(source)).toBe(digest(BASE))
  })

  it.each([
    ['a value', BASE.replace('url: u', 'url: v')],
    ['a policy', `${BASE}    retry: { attempts: 2 }\n`],
    ['the name', BASE.replace('name: a', 'name: b')],
  ])('changes with %s', (_, source) => {
    expect(digest(source)).not.toBe(digest(BASE))
  })

  it.each([
    [
      'onError: { steps: [{ id: h, set: { a: 1 } }] }',
      'onError:\n      steps:\n        - id: h\n          set: { a: 1 }',
    ],
    ['undo: { set: { a: 1 } }', 'undo:\n\n      set: { a: 1 }'],
  ])('knows no lines in %s', (flow, block) => {
    expect(digest(`${BASE}    ${block}\n`)).toBe(digest(`${BASE}    ${flow}\n`))
    expect(digest(`${BASE}    ${flow}\n`)).not.toBe(digest(BASE))
  })

  it('knows no lines in `finally`', () => {
    const end = 'finally:\n  - id: y\n    set: { a: 1 }\n'
    expect(digest(`${BASE}\n\n${end}`)).toBe(digest(BASE + end))
    expect(digest(BASE + end)).not.toBe(digest(BASE))
  })

  it('is SHA-256 of the canonical text', () => {
    const result = checkWorkflow(BASE)
    if (!result.ok) throw new Error('broken')
    const hash = createHash('sha256').update(canonicalDefinition(result.definition)).digest('hex')
    expect(result.digest).toBe(`sha256:${hash}`)
    expect(canonicalDefinition(JSON.parse(JSON.stringify(result.definition)))).toBe(
      canonicalDefinition(result.definition),
    )
  })
})
