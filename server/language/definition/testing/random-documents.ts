import fc from 'fast-check'

/** Documents that pass every check, as JSON, with every construct of the language. */
export function randomDocuments(): fc.Arbitrary<string> {
  const optional = { requiredKeys: [] }
  const top = fc.record(
    {
      title: text,
      description: text,
      tags: fc.array(label, { maxLength: 3 }),
      runTitle: text,
      vars: fc.dictionary(word, constant, { maxKeys: 3 }),
      concurrency: fc.record(
        {
          key: label,
          limit: fc.integer({ min: 1, max: 9 }),
          onLimit: fc.constantFrom('queue', 'skip', 'cancel-oldest'),
        },
        { requiredKeys: ['key'] },
      ),
      timeout: duration,
      rollback: fc.constant('onFailure'),
      defaults: fc.record({ retry }, optional),
      output: json,
    },
    optional,
  )
  return fc
    .record({ top, steps: stepsOf(2), last: fc.option(stepsOf(1), { nil: undefined }) })
    .map(({ top, steps, last }) => {
      const ids = { count: 0 }
      const inputs = { n: { type: 'integer', default: 1 }, list: { type: 'array' }, text: { type: 'string' } }
      return JSON.stringify({
        version: 1,
        name: 'random',
        inputs,
        ...top,
        steps: write(steps, ids),
        ...(last ? { finally: write(last, ids) } : {}),
      })
    })
}

/** Written as JSON in the end. */
type Mapping = { [name: string]: unknown }

interface Shape {
  kind: Mapping
  /** Lists that the kind holds, by what it is made from them. */
  nest?: { make: (lists: unknown[][]) => Mapping; lists: Shape[][] }
  fields: Mapping
  handler?: Shape[] | undefined
  undo?: Mapping | undefined
  isFirst: boolean
}

function write(shapes: Shape[], ids: { count: number }): unknown[] {
  return shapes.map((shape) => {
    const id = `s${++ids.count}`
    const kind = shape.nest ? shape.nest.make(shape.nest.lists.map((list) => write(list, ids))) : shape.kind
    return {
      id,
      ...kind,
      ...shape.fields,
      ...(shape.isFirst ? { needs: [] } : {}),
      ...(shape.handler ? { onError: { steps: write(shape.handler, ids) } } : {}),
      ...(shape.undo ? { undo: shape.undo } : {}),
    }
  })
}

/** YAML has its own ideas about these. */
const ODD = [
  '',
  ' ',
  'true',
  'null',
  '~',
  '12',
  '1e3',
  '0x1F',
  'a: b',
  '- a',
  '# a',
  'a\n',
  '\n a',
  'a\n\n  b\n',
  '\t',
  '"',
  "'",
  '<<',
  '=',
  '&a',
  '*a',
  '!x',
  '%',
  '@',
  '`',
  '{',
  '[',
  'é🚀',
  '\u0007',
  '\r\n',
  'a #b',
  'x '.repeat(80),
  '2026-01-01',
  '__proto__',
]
const plainText = fc.oneof(fc.constantFrom(...ODD), fc.string({ maxLength: 30 }))
const text = fc.oneof(plainText, fc.constant('n is ${{ inputs.n }}.'))
const label = fc.oneof(
  fc.constantFrom('true', '5', 'a: b', '${{ inputs.text }}', ' x'),
  fc.string({ minLength: 1, maxLength: 10 }),
)
const word = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
const condition = fc.constantFrom(
  'inputs.n > 0',
  '!inputs.list',
  'run.id == "a"',
  'inputs.text != "#"',
  '${{ inputs.n }}',
)
const duration = fc.constantFrom('1ms', '90s', '1h30m', '1.5s', '2w', '500ms', '36h')
const number = fc.oneof(fc.integer(), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
const json = jsonOf(text)
const constant = jsonOf(plainText)

function jsonOf(texts: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const scalar = fc.oneof(texts, number, fc.boolean(), fc.constant(null))
  return fc.oneof(
    { weight: 3, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(texts, scalar, { maxKeys: 3 }) },
  )
}

const retry = fc.record(
  {
    attempts: fc.integer({ min: 1, max: 5 }),
    backoff: fc.constantFrom('none', 'fixed', 'linear', 'exponential', 'fibonacci'),
    delay: duration,
    maxDelay: duration,
    jitter: fc.boolean(),
    on: fc.constant(['timeout', 'http_5xx']),
  },
  { requiredKeys: [] },
)

/** Kinds that may stand in `undo`, too. */
const plainKind: fc.Arbitrary<Mapping> = fc.oneof(
  fc.dictionary(word, json, { minKeys: 1, maxKeys: 3 }).map((set) => ({ set })),
  fc.constantFrom<Mapping>(
    { http: { url: 'https://x.test', headers: { A: '${{ secrets.K }}' }, expect: { status: [200, '4xx'] } } },
    { agent: { model: 'offline/rules', prompt: 'Say ${{ inputs.text }}' } },
    { code: 'const a = await http({ url: "https://x.test" })\nreturn a.body' },
    { code: { source: 'return 1\n', memoryMb: 8 } },
    { shell: { run: ['echo', 1, true], env: { A: '${{ secrets.K }}' } } },
    { shell: { script: 'cd x\nls | wc -l\n', shell: 'bash', successCodes: [0, 1] } },
    { tool: { use: 'clock', input: { zone: 'UTC' } } },
    { workflow: { use: 'other', version: 'production', detach: true } },
    { workflow: { use: 'other', version: 3, inputs: { a: '${{ inputs.n }}' } } },
  ),
)
const emit = { emit: { name: 'a.b/c', data: [1, null] } }
const onceKind: fc.Arbitrary<Mapping> = fc.constantFrom<Mapping>(
  emit,
  { approval: { title: 'Go?', approvers: { roles: ['admin'], quorum: 2 }, timeout: '1d' } },
  { wait: { for: '1h' } },
  { wait: { until: '2030-01-01' } },
  { wait: { event: { name: 'a', match: 'event.data.n == inputs.n', timeout: '1h', onTimeout: 'continue' } } },
  { fail: 'No.' },
  { fail: { message: 'No.', code: 'not_now', details: { n: '${{ inputs.n }}' } } },
)
const checkKind: fc.Arbitrary<Mapping> = fc.constantFrom<Mapping>(
  { assert: 'inputs.n > 0' },
  { assert: [{ that: 'true', message: 'n is ${{ inputs.n }}' }] },
)

function nestOf(depth: number): fc.Arbitrary<NonNullable<Shape['nest']>> {
  const make: NonNullable<Shape['nest']>['make'][] = [
    ([a = [], b = []]) => ({ parallel: { branches: { left: a, 'b-2': b }, join: 'any', maxConcurrency: 1 } }),
    ([a = []]) => ({ forEach: { items: [1, 2], as: 'thing', onItemError: 'continue', steps: a } }),
    ([a = []]) => ({ loop: { until: 'loop.index > 3', maxIterations: 5, steps: a } }),
    ([a = []]) => ({ loop: { while: true, steps: a } }),
    ([a = [], b = []]) => ({ switch: { value: '${{ inputs.n }}', cases: { 200: a, 'b-2': b } } }),
    ([a = [], b = []]) => ({ switch: { value: null, cases: { true: a }, default: b } }),
    ([a = [], b = []]) => ({
      switch: {
        cases: [
          { when: 'inputs.n == 1', name: 'one', steps: a },
          { when: false, steps: b },
        ],
      },
    }),
    ([a = [], b = []]) => ({ switch: { cases: [{ when: '${{ inputs.n }}', steps: a }], default: b } }),
  ]
  const lists = fc.tuple(stepsOf(depth - 1), stepsOf(depth - 1))
  return fc.record({ make: fc.constantFrom(...make), lists })
}

const bodyFields = { if: condition, timeout: duration }
const stepFields = { ...bodyFields, name: text, description: text, delay: duration, sensitive: fc.boolean() }
const placeFields = { concurrency: fc.record({ key: label, limit: fc.integer({ min: 1, max: 9 }) }) }
const keepFields = { cache: fc.record({ key: json, ttl: duration }) }

function stepsOf(depth: number): fc.Arbitrary<Shape[]> {
  const shape = (kind: fc.Arbitrary<Mapping>, fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({
      kind,
      fields: fc.record(fields, { requiredKeys: [] }),
      ...around(depth),
    })
  const plain = shape(plainKind, {
    ...stepFields,
    ...placeFields,
    ...keepFields,
    retry: retry,
  })
  const once = shape(onceKind, { ...stepFields, ...placeFields })
  const check = shape(checkKind, { ...stepFields, ...placeFields, retry: retry })
  const steps: fc.Arbitrary<Shape>[] = [plain, plain, once, check]
  if (depth > 0) {
    const nest = fc
      .record({ nest: nestOf(depth), shape: shape(fc.constant({}), stepFields) })
      .map(({ nest, shape }) => ({ ...shape, nest }))
    steps.push(nest, nest)
  }
  return fc.array(fc.oneof(...steps), { minLength: 1, maxLength: depth === 0 ? 1 : 3 })
}

function around(depth: number) {
  const undo = fc
    .record({
      kind: fc.oneof(plainKind, fc.constant(emit)),
      fields: fc.record({ ...bodyFields, retry }, { requiredKeys: [] }),
    })
    .map(({ kind, fields }): Mapping => ({ ...kind, ...fields }))
  return {
    isFirst: fc.boolean(),
    handler: depth > 0 ? fc.option(stepsOf(depth - 1), { nil: undefined, freq: 4 }) : fc.constant(undefined),
    undo: fc.option(undo, { nil: undefined, freq: 4 }),
  }
}
