import { describe, expect, it } from 'vitest'
import type { JsonValue } from '@/server/kernel/json'
import { checkInputs } from './index'

const definition = {
  inputs: {
    repo: { type: 'string', pattern: '^[^/]+/[^/]+$' },
    count: { type: 'integer', default: 3 },
    options: { type: 'object', default: {}, properties: { deep: { type: 'boolean', default: true } } },
    tree: {
      $ref: '#/$defs/node',
      default: { name: 'root' },
      $defs: {
        node: {
          type: 'object',
          required: ['name'],
          properties: { children: { type: 'array', items: { $ref: '#/$defs/node' } } },
        },
      },
    },
  },
}

describe('inputs', () => {
  it('get their defaults, at any depth', () => {
    expect(checkInputs(definition, { repo: 'a/b' })).toEqual({
      ok: true,
      inputs: { repo: 'a/b', count: 3, options: { deep: true }, tree: { name: 'root' } },
    })
  })

  it('are all told what is wrong, and nothing is coerced', () => {
    expect(
      checkInputs(definition, {
        repo: 'ab',
        count: '3',
        cuont: 1,
        options: { deep: 'yes' },
        tree: { name: 'x', children: [{}] },
      }),
    ).toEqual({
      ok: false,
      problems: [
        { path: 'cuont', message: 'The workflow has no such input. Did you mean `count`?' },
        { path: 'repo', message: '"ab" does not match the pattern ^[^/]+/[^/]+$.' },
        { path: 'count', message: 'Expected a whole number, got "3".' },
        { path: 'options.deep', message: 'Expected true or false, got "yes".' },
        { path: 'tree.children[0].name', message: 'It is required.' },
      ],
    })
  })

  it('without a default are required', () => {
    expect(checkInputs(definition, {})).toEqual({
      ok: false,
      problems: [{ path: 'repo', message: 'It is required.' }],
    })
  })

  it.each<[JsonValue]>([[null], [[]], ['text']])('%j is no set of inputs', (values) => {
    expect(checkInputs(definition, values)).toMatchObject({ ok: false, problems: [{ path: '' }] })
  })
})
