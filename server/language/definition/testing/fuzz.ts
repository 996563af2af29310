import fc from 'fast-check'

/** Texts that YAML, expressions and the checks are likely to stumble over. */
const FRAGMENTS = [
  '${{ ',
  ' }}',
  '{',
  '}',
  '[',
  ']',
  ': ',
  ':',
  '- ',
  '\n',
  '\n  ',
  '\t',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '!',
  '!!map ',
  '|\n',
  '>-\n',
  '? ',
  '---\n',
  '...\n',
  '~',
  'null',
  '5',
  '1e999',
  '.inf',
  'steps',
  'id',
  'needs',
  'if',
  'http',
  'set',
  'code',
  'forEach',
  'parallel',
  'switch',
  'cases',
  'default',
  'loop',
  'while',
  'wait',
  'event',
  'shell',
  'fail',
  'undo',
  'onError',
  'finally',
  'cache',
  'concurrency',
  'branches',
  'inputs',
  '__proto__',
  'constructor',
  'toString',
  'steps.a.output',
  'secrets.X',
  '\u0000',
  '\uFEFF',
  '🚀',
  '\r\n',
  '<<: *a',
  '%YAML 1.2\n',
  'a'.repeat(300),
]

const SEED = `version: 1
name: sample
inputs: { n: { type: integer, default: 1 }, list: { type: array, items: { type: string } } }
vars: { api: "https://a.example" }
defaults: { retry: { attempts: 2, delay: 1s } }
concurrency: { key: "\${{ inputs.n }}", limit: 2, onLimit: skip }
rollback: onFailure
steps:
  - id: a
    if: inputs.n > 0
    http: { url: "\${{ vars.api }}/x", headers: { A: "\${{ secrets.X }}" } }
  - id: b
    needs: [a]
    forEach:
      items: \${{ inputs.list }}
      as: one
      steps:
        - id: c
          code: |
            return one + steps.a.output.status
        - id: d
          assert: [{ that: steps.c.output != "", message: "\${{ item }}" }]
  - id: e
    parallel: { branches: { l: [{ id: f, wait: { for: 1s } }], r: [{ id: g, set: { v: 1 } }] } }
  - id: h
    approval: { title: T, form: { type: object, properties: { x: { type: string, default: "\${{ run.id }}" } } } }
  - id: i
    switch:
      cases:
        - when: inputs.n > 1
          name: many
          steps: [{ id: j, shell: { script: ls, env: { K: "\${{ secrets.X }}" } }, delay: 1s }]
        - { when: true, steps: [{ id: k, fail: { message: no, code: not_ok } }] }
      default: [{ id: l, emit: { name: a.b, data: [1] }, sensitive: true }]
  - id: m
    switch: { value: "\${{ inputs.n }}", cases: { 200: [{ id: n, tool: { use: clock } }] } }
  - id: o
    loop:
      until: steps.p.output != null && loop.index > 1
      steps:
        - id: p
          wait: { event: { name: a.b, match: event.data.n == inputs.n, onTimeout: continue } }
    onError:
      steps: [{ id: q, set: { v: "\${{ error.code }}" } }]
  - id: r
    workflow: { use: other, version: production, inputs: { a: 1 } }
    cache: { key: ["\${{ inputs.n }}"], ttl: 1h }
    concurrency: { key: x, limit: 3 }
    undo:
      if: steps.r.output != null
      code: |
        await http({ url: 'https://a.example', method: 'DELETE' })
output: { r: "\${{ steps.e.output.r.v }}" }
finally:
  - id: s
    set: { v: "\${{ run.status + steps.a?.output?.status }}" }
`

const fragment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
)

/** Places as parts of a whole, so that one edit fits texts of any length. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(30),
  insert: fragment,
})

/** A sound document with a few edits at random places: near misses find more than noise. */
export function mutated(documents: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(documents, fc.array(edit, { minLength: 1, maxLength: 5 })).map(([document, edits]) =>
    edits.reduce((text, { at, remove, insert }) => {
      const offset = Math.floor(at * text.length)
      return text.slice(0, offset) + insert + text.slice(offset + remove)
    }, document),
  )
}

export const mutatedDocument = mutated(fc.constant(SEED))

export const noiseDocument = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''))
