import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { atDepth } from '@/test/depth'
import { checkWorkflow } from '../check-workflow'
import { commentsOf } from './comments'
import { formatWorkflow } from './format-workflow'

const FOLDER = path.join(process.cwd(), 'prisma', 'seed', 'workflows')
const STARTERS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readFileSync(path.join(FOLDER, file), 'utf8'))

function format(source: string): string {
  const formatted = formatWorkflow(source)
  if (!formatted.ok) throw new Error(formatted.reason)
  return formatted.text
}

function digestOf(source: string): string {
  const checked = checkWorkflow(source, { projectVars: null })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.digest
}

describe('formatting', () => {
  it('sets indentation, spaces and the order of step fields, and keeps comments and blank lines', () => {
    const messy = `# head

version:   1
name: a   # its name
steps:
    # the first one
    - retry: {attempts: 2}   # twice
      # what it asks
      http: {url: "https://example.com",   headers: {A: b}}
      id: get

    -   set: {list: [ 1,2 ]}
        if: inputs.go

        id:   two
inputs:
      go: {type: boolean}
# tail
`
    expect(format(messy)).toBe(`# head

version: 1
name: a # its name
steps:
  # the first one
  - id: get
    # what it asks
    http: { url: "https://example.com", headers: { A: b } }
    retry: { attempts: 2 } # twice

  - id: two
    if: inputs.go
    set: { list: [1, 2] }
inputs:
  go: { type: boolean }

# tail
`)
  })

  it('sorts steps wherever they are, and nothing else', () => {
    const source = `version: 1
name: a
steps:
  - parallel:
      branches:
        b: [{ set: { z: 1, a: 2 }, id: one }]
        a:
          - forEach:
              steps:
                - set: { x: 1 }
                  id: three
              items: [1]
            id: two
    id: both
`
    expect(format(source)).toBe(`version: 1
name: a
steps:
  - id: both
    parallel:
      branches:
        b: [{ id: one, set: { z: 1, a: 2 } }]
        a:
          - id: two
            forEach:
              steps:
                - id: three
                  set: { x: 1 }
              items: [1]
`)
  })

  it('makes blocks of flow collections that a line cannot hold', () => {
    const long = 'x'.repeat(70)
    expect(format(`a: { b: ${long}, c: { d: [1, 2], e: ${long} } }\n`)).toBe(
      `a:\n  b: ${long}\n  c: { d: [1, 2], e: ${long} }\n`,
    )
  })

  it('leaves quotes, numbers and block texts as they were written', () => {
    const source = `a: 'one'
b: "two"
c: 1.50
d: 0x1f
e: |
  kept
    as it is

f: ~
g: ${'long text '.repeat(20).trim()}
`
    expect(format(source)).toBe(source)
  })

  it('writes JSON as YAML', () => {
    expect(format('{"version":1,"name":"a","steps":[{"set":{"t":"x\\ny"},"id":"s"}]}')).toBe(
      'version: 1\nname: "a"\nsteps:\n  - id: "s"\n    set:\n      t: |-\n        x\n        y\n',
    )
  })

  it('leaves a document alone that YAML cannot read', () => {
    expect(formatWorkflow('a: [1\nb: {')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('Mend'),
    })
  })

  it('leaves a condition alone that YAML takes for a tag', () => {
    expect(formatWorkflow('steps:\n  - id: a\n    if: !inputs.go\n    set: { x: 1 }\n').ok).toBe(false)
  })

  it('keeps an alias after its anchor, though the fields stay unsorted then', () => {
    const source = `steps:
  - retry: &twice { attempts: 2 }
    id: a
    output: { const: x }
    set: { x: *twice }
`
    expect(format(source)).toContain('- retry: &twice { attempts: 2 }')
  })

  it('works on a document with mistakes', () => {
    expect(format('steps:\n    - nope: 1\n      id: a\n')).toBe('steps:\n  - id: a\n    nope: 1\n')
  })

  it.each(['', '# only a comment\n', 'text', '- 1\n'])('does not stumble over %j', (source) => {
    expect(formatWorkflow(source).ok).toBe(true)
  })
})

/** A starter, with comments and blank lines put anywhere and its lines moved right. */
const disturbed = fc
  .record({
    source: fc.constantFrom(...STARTERS),
    edits: fc.array(
      fc.record({ at: fc.nat(200), text: fc.constantFrom('', '# note', '    # far right', '  # a: b') }),
      { maxLength: 12 },
    ),
    isWide: fc.boolean(),
  })
  .map(({ source, edits, isWide }) => {
    const lines = source
      .split('\n')
      .map((line) => (isWide ? line.replace(/^ +/, (indent) => indent + indent) : line))
    for (const { at, text } of edits) lines.splice(at % lines.length, 0, text)
    return lines.join('\n')
  })
  .filter((source) => checkWorkflow(source, { projectVars: null }).ok)

test('formatting never changes the digest, never loses a comment, and is done at once', () => {
  fc.assert(
    fc.property(disturbed, (source) => {
      const once = format(source)
      expect(digestOf(once)).toBe(digestOf(source))
      expect(commentsOf(once).sort()).toEqual(commentsOf(source).sort())
      expect(format(once)).toBe(once)
    }),
    { numRuns: atDepth(10, 250) },
  )
}, 60_000)
