import Ajv from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { atDepth } from '@/test/depth'
import { applyDefaults, checkJsonSchema, checkValue } from './index'

describe('values are checked', () => {
  it.each<[JsonSchema, JsonValue, string, string]>([
    [{ type: 'string' }, 5, '', 'Expected a text, got 5.'],
    [{ type: 'integer' }, 1.5, '', 'Expected a whole number, got 1.5.'],
    [{ type: ['string', 'null'] }, [], '', 'Expected a text or null, got a list.'],
    [{ type: 'object' }, null, '', 'Expected an object, got null.'],
    [{ enum: ['a', 1, null] }, 'b', '', 'Expected one of "a", 1, null, got "b".'],
    [{ const: { a: [1] } }, { a: [2] }, '', 'Expected an object, got an object.'],
    [{ minLength: 1 }, '', '', 'It must not be empty.'],
    [{ minLength: 3 }, 'ab', '', 'Expected at least 3 characters, got 2.'],
    [{ maxLength: 1 }, '🚀🚀', '', 'Expected at most 1 characters, got 2.'],
    [{ pattern: '^[^/]+/[^/]+$' }, 'ab', '', '"ab" does not match the pattern ^[^/]+/[^/]+$.'],
    [{ format: 'email' }, 'a@b', '', 'Expected a email such as ada@example.com, got "a@b".'],
    [{ minimum: 1 }, 0, '', 'Expected 1 or more, got 0.'],
    [{ maximum: 1 }, 2, '', 'Expected 1 or less, got 2.'],
    [{ exclusiveMinimum: 1 }, 1, '', 'Expected more than 1, got 1.'],
    [{ exclusiveMaximum: 1 }, 1, '', 'Expected less than 1, got 1.'],
    [{ multipleOf: 0.1 }, 0.35, '', 'Expected a multiple of 0.1, got 0.35.'],
    [{ items: { type: 'integer' } }, [1, 'x'], '[1]', 'Expected a whole number, got "x".'],
    [{ prefixItems: [{ type: 'string' }], items: false }, ['a', 1], '[1]', 'Nothing is allowed here.'],
    [{ minItems: 1 }, [], '', 'Expected at least 1 items, got 0.'],
    [{ maxItems: 1 }, [1, 2], '', 'Expected at most 1 items, got 2.'],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      '[1]',
      'It repeats item 0; every item must be different.',
    ],
    [{ contains: { const: 1 } }, [2], '', 'None of the items has the shape that one must have.'],
    [{ required: ['a'] }, {}, 'a', 'It is required.'],
    [
      { properties: { a: { properties: { b: { type: 'string' } } } } },
      { a: { b: 1 } },
      'a.b',
      'Expected a text, got 1.',
    ],
    [
      { properties: { abc: {} }, additionalProperties: false },
      { abd: 1 },
      'abd',
      'There is no such field. Did you mean `abc`?',
    ],
    [{ additionalProperties: { type: 'string' } }, { 'a b': 1 }, 'a b', 'Expected a text, got 1.'],
    [{ patternProperties: { '^x': { type: 'string' } } }, { x1: 1 }, 'x1', 'Expected a text, got 1.'],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, 'ab', 'Expected at most 1 characters, got 2.'],
    [{ minProperties: 1 }, {}, '', 'Expected at least 1 fields, got 0.'],
    [{ maxProperties: 0 }, { a: 1 }, '', 'Expected at most 0 fields, got 1.'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, 'b', 'It is required.'],
    [{ allOf: [{ type: 'string' }, { minLength: 2 }] }, 'a', '', 'Expected at least 2 characters, got 1.'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, '', 'It fits none of the allowed shapes.'],
    [
      { oneOf: [{ type: 'number' }, { type: 'integer' }] },
      1,
      '',
      'It must fit exactly one of the allowed shapes, and fits 2.',
    ],
    [{ not: { type: 'string' } }, 'a', '', 'It has a shape that is not allowed.'],
    [
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      { if: { type: 'string' }, then: { minLength: 2 }, else: { minimum: 2 } },
      1,
      '',
      'Expected 2 or more, got 1.',
    ],
    [{ $ref: '#/$defs/a', $defs: { a: { type: 'string' } } }, 1, '', 'Expected a text, got 1.'],
    [{ $ref: '#' }, 1, '', 'The schema refers to itself without end.'],
  ])('%j against %j', (schema, value, path, message) => {
    expect(checkJsonSchema(schema)).toEqual([])
    expect(checkValue(schema, value)).toEqual([{ path, message }])
  })

  it.each([
    ['uri', 'https://a.example/b', 'a.example'],
    ['hostname', 'a.example', '-a'],
    ['ipv4', '192.0.2.1', '256.1.1.1'],
    ['ipv6', '::1', '1::2::3'],
    ['uuid', '3f0a6868-4b56-4689-b900-d30edf323efd', '3f0a'],
    ['date', '2024-02-29', '2023-02-29'],
    ['time', '14:03:22Z', '25:00:00Z'],
    ['date-time', '2026-03-09T14:03:22+01:00', '2026-03-09'],
    ['duration', 'P1DT2H', 'P'],
    ['regex', '^a$', '('],
    ['uri-reference', '/a?b', 'a b'],
    ['email', 'ada@example.com', 'ada'],
  ])('the format %s takes %s and refuses %s', (format, good, bad) => {
    expect(checkValue({ format }, good)).toEqual([])
    expect(checkValue({ format }, bad)).toHaveLength(1)
  })

  it('the year 0001 is a year', () => {
    expect(checkValue({ format: 'date' }, '0001-01-01')).toEqual([])
  })
})

describe('against ajv', () => {
  const leaf = fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.integer({ min: -5, max: 5 }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
    ),
  }))
  const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => {
    const nested = fc.oneof({ maxDepth: 2, depthIdentifier: 'schema' }, fc.constant({}), tie('schema'))
    return {
      schema: fc
        .record(
          {
            type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'object', 'array', 'null'),
            enum: fc.uniqueArray(leaf, {
              minLength: 1,
              maxLength: 3,
              comparator: (a, b) => Object.is(a, b) || a === b,
            }),
            minLength: fc.nat(2),
            minimum: fc.integer({ min: -3, max: 3 }),
            exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
            minItems: fc.nat(2),
            maxProperties: fc.nat(2),
            required: fc.uniqueArray(fc.constantFrom('a', 'b')),
            uniqueItems: fc.boolean(),
            properties: fc.dictionary(fc.constantFrom('a', 'b'), nested, { maxKeys: 2 }),
            additionalProperties: fc.oneof(fc.boolean(), nested),
            items: nested,
            anyOf: fc.array(nested, { minLength: 1, maxLength: 2 }),
            not: nested,
          },
          { requiredKeys: [] },
        )
        .map((keywords) => JSON.parse(JSON.stringify(keywords))),
    }
  })

  it('any value fits any schema for both or for neither', () => {
    const ajv = new Ajv({ strict: false, allErrors: true })
    fc.assert(
      fc.property(schema, value, (someSchema, someValue) => {
        const json: JsonValue = JSON.parse(JSON.stringify(someValue))
        expect(checkJsonSchema(someSchema)).toEqual([])
        expect(checkValue(someSchema, json).length === 0).toBe(ajv.validate(someSchema, json))
      }),
      { numRuns: atDepth(100, 3_000) },
    )
  }, 60_000)
})

describe('schemas are checked', () => {
  it.each<[JsonValue, (string | number)[], string | undefined]>([
    ['string', [], 'Write `{ type: string }`.'],
    ['int', [], 'Write `{ type: integer }`.'],
    [
      { type: 'text' },
      ['type'],
      'Write `string`.'.replace(
        'Write `string`.',
        'Types are string, number, integer, boolean, object, array, null.',
      ),
    ],
    [{ type: 'bool' }, ['type'], 'Write `boolean`.'],
    [{ requird: ['a'] }, ['requird'], 'Did you mean `required`?'],
    [{ required: 'a' }, ['required'], undefined],
    [{ properties: { a: 'string' } }, ['properties', 'a'], 'Write `{ type: string }`.'],
    [{ items: [{ type: 'string' }] }, ['items'], undefined],
    [{ definitions: {} }, ['definitions'], 'Write `$defs`.'],
    [{ minLength: -1 }, ['minLength'], undefined],
    [{ multipleOf: 0 }, ['multipleOf'], undefined],
    [{ enum: [] }, ['enum'], undefined],
    [{ anyOf: [] }, ['anyOf'], undefined],
    [{ anyOf: [{}, 5] }, ['anyOf', 1], undefined],
    [{ patternProperties: { '(': {} } }, ['patternProperties', '('], undefined],
    [{ $ref: 'https://example.com' }, ['$ref'], undefined],
    [{ type: [] }, ['type'], undefined],
  ])('%j', (schema, path, suggestion) => {
    const [problem, ...others] = checkJsonSchema(schema)
    expect(others).toEqual([])
    expect(problem?.path).toEqual(path)
    if (suggestion !== undefined) expect(problem?.suggestion).toBe(suggestion)
  })

  it('notes of the author pass', () => {
    expect(checkJsonSchema({ type: 'string', 'x-multiline': true })).toEqual([])
  })
})

describe('defaults', () => {
  it.each<[JsonSchema, JsonValue, JsonValue]>([
    [{ properties: { a: { default: 1 } } }, {}, { a: 1 }],
    [{ properties: { a: { default: 1 } } }, { a: null }, { a: null }],
    [{ properties: { a: { default: {}, properties: { b: { default: [2] } } } } }, {}, { a: { b: [2] } }],
    [{ properties: { a: { properties: { b: { default: 2 } } } } }, {}, {}],
    [{ items: { properties: { a: { default: 1 } } } }, [{}, { a: 2 }], [{ a: 1 }, { a: 2 }]],
    [{ properties: { a: { $ref: '#/$defs/x' } }, $defs: { x: { default: 'd' } } }, {}, { a: 'd' }],
    [{ type: 'string', default: 'x' }, 5, 5],
  ])('%j fills %j', (schema, value, filled) => {
    expect(applyDefaults(schema, value)).toEqual(filled)
  })

  it('leave what was given untouched', () => {
    const value = { a: {} }
    applyDefaults({ properties: { a: { properties: { b: { default: 1 } } } } }, value)
    expect(value).toEqual({ a: {} })
  })
})

it.each([
  [{ type: { type: 'string' } }, 'A mapping is not a type of JSON Schema.'],
  [{ type: [['string']] }, 'A list is not a type of JSON Schema.'],
  [{ format: { a: 1 } }, 'A mapping is not a format that can be checked.'],
  [{ $ref: [] }, 'A list leads nowhere.'],
])('a keyword with a whole object in place of a word is named in words: %j', (schema, message) => {
  expect(checkJsonSchema(schema).map((problem) => problem.message)).toContain(message)
})
