import { expect, test } from 'vitest'
import type { JsonSchema } from '@/server/kernel/json'
import { errorsFromIssues } from './errors-from-issues'
import { shapeOf } from './schema-shape'
import { defaultsFor, validateValue } from './schema-values'

const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['commits', 'tone', 'links', 'owner'],
  properties: {
    commits: { type: 'string', format: 'textarea', minLength: 3 },
    tone: { enum: ['plain', 'warm'], default: 'plain' },
    retries: { type: 'integer', minimum: 0, maximum: 5, default: 2 },
    isDraft: { type: 'boolean' },
    links: { type: 'array', items: { type: 'string', format: 'uri' }, maxItems: 2 },
    owner: { $ref: '#/$defs/person' },
    prices: {
      type: 'array',
      items: { type: 'object', required: ['eur'], properties: { eur: { type: 'number' } } },
    },
  },
  $defs: {
    person: { type: 'object', required: ['mail'], properties: { mail: { type: 'string', format: 'email' } } },
  },
}

test('a fresh form holds the defaults, and containers for what is required', () => {
  expect(defaultsFor(SCHEMA)).toEqual({ tone: 'plain', retries: 2, links: [], owner: {} })
  expect(defaultsFor(SCHEMA, { tone: 'warm' })).toMatchObject({ tone: 'warm', retries: 2 })
})

test('each problem is told at its path', () => {
  const value = {
    commits: 'ab',
    tone: 'loud',
    retries: 7.5,
    links: ['x', 'https://a.b'],
    owner: {},
    prices: [{ eur: 'z' }],
  }
  expect(validateValue(SCHEMA, value)).toEqual({
    commits: 'At least 3 characters',
    tone: 'Choose one of the list',
    retries: 'Must be a whole number',
    'links.0': 'Must be a full URL, such as https://example.org',
    'owner.mail': 'Required',
    'prices.0.eur': 'Must be a number',
  })
})

test('a right value has no problems', () => {
  const value = { commits: 'abc', tone: 'warm', links: [], owner: { mail: 'a@b.de' } }
  expect(validateValue(SCHEMA, value)).toEqual({})
})

test('schemas become the fitting controls', () => {
  const shape = shapeOf(SCHEMA)
  if (shape.kind !== 'object') throw new Error('expected an object')
  expect(shape.properties.map((property) => property.shape.kind)).toEqual([
    'text',
    'choice',
    'number',
    'boolean',
    'texts',
    'object',
    'list',
  ])
  expect(shape.properties[3]?.shape.label).toBe('Is draft')
})

test('a schema that refers to itself ends as JSON instead of hanging', () => {
  const tree: JsonSchema = { type: 'object', properties: { child: { $ref: '#' } } }
  expect(() => shapeOf(tree)).not.toThrow()
})

test('issues of the server land on their fields, whatever way the path is written', () => {
  const issues = [
    { path: ['links', 0], message: 'gone' },
    { path: '/owner/mail', message: 'unknown' },
    { path: 'prices[1].eur', message: 'too dear' },
  ]
  expect(errorsFromIssues(issues)).toEqual({
    'links.0': 'gone',
    'owner.mail': 'unknown',
    'prices.1.eur': 'too dear',
  })
})
