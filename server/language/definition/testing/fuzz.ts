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
output: { r: "\${{ steps.e.output.r.v }}" }
`

const fragment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
)

const edit = fc.record({ at: fc.nat(SEED.length), remove: fc.nat(30), insert: fragment })

/** A sound document with a few edits at random places: near misses find more than noise. */
export const mutatedDocument = fc
  .array(edit, { minLength: 1, maxLength: 5 })
  .map((edits) =>
    edits.reduce(
      (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
      SEED,
    ),
  )

export const noiseDocument = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''))
