import { describe, expect, test } from 'vitest'
import { openApiDocument } from '@/server/api/rest/openapi/document'
import type { JsonSchema } from '@/server/kernel/json'
import { curlExample } from './curl-example'
import { type ReferenceOperation, readReference, searchReference } from './reference'
import { boundsOf, fieldsOf, typeText } from './schema-text'

const reference = readReference(JSON.parse(JSON.stringify(openApiDocument())))
const place = { server: 'http://localhost:3000/api/v1', orgId: 'org_mine', projectId: 'prj_mine' }

function operation(id: string): ReferenceOperation {
  const found = reference.groups.flatMap(({ operations }) => operations).find((one) => one.id === id)
  if (!found) throw new Error(`No operation ${id}`)
  return found
}

describe('the reference', () => {
  test('shows every operation of the document, by noun', () => {
    const shown = reference.groups.flatMap(({ operations }) => operations)
    expect(shown.length).toBeGreaterThan(30)
    for (const one of shown) {
      expect(one.id).toMatch(/^\w+\.\w+$/)
      expect(one.summary).not.toBe('')
      expect(one.answer.mediaType).not.toBe('')
      expect(one.problems.length).toBeGreaterThan(2)
    }
  })

  test('is found by name, path or words of its summary', () => {
    const ids = (search: string) =>
      searchReference(reference.groups, search).flatMap(({ operations }) => operations.map(({ id }) => id))
    expect(ids('runs.start')).toEqual(['runs.start'])
    expect(ids('POST runId}/cancel')).toEqual(['runs.cancel'])
    expect(ids('starts a RUN')).toContain('runs.start')
    expect(ids('nothing like it')).toEqual([])
    expect(searchReference(reference.groups, ' ')).toBe(reference.groups)
  })

  test('reads nothing into an empty document', () => {
    expect(readReference({})).toMatchObject({ server: '', groups: [], schemas: {} })
    expect(readReference(null)).toMatchObject({ groups: [] })
  })
})

describe('a curl example', () => {
  test('names the project one looks at and sends the document’s body', () => {
    expect(curlExample(operation('runs.start'), place)).toBe(
      [
        'curl -X POST "http://localhost:3000/api/v1/projects/prj_mine/runs" \\',
        '  -H "Authorization: Bearer $PAWL_API_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        `  -d '{\n  "workflow": "order-saga",\n  "inputs": {\n    "order": "A-1042",\n    "failCard": false\n  }\n}'`,
      ].join('\n'),
    )
  })

  test('keeps a stream open, keeps a file, and sends no key where none is needed', () => {
    expect(curlExample(operation('changes.watch'), place)).toMatch(/^curl -N "/)
    expect(curlExample(operation('audit.export'), place)).toMatch(/^curl -OJ "/)
    expect(curlExample(operation('onboarding.check'), place)).not.toContain('PAWL_API_KEY')
  })

  test('with a quote in its body is still one word of the shell', () => {
    const body = { schema: {}, example: { text: "it's" } }
    expect(curlExample({ ...operation('runs.start'), body }, place)).toContain(`"it'\\''s"`)
  })
})

describe('a schema in words', () => {
  test.each([
    [{ type: 'string' }, 'string'],
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Run' } }, 'Run[]'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'integer | null'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map of integer'],
    [{}, 'any'],
  ])('%j is %s', (schema, text) => {
    expect(typeText(schema)).toBe(text)
  })

  test('says its bounds', () => {
    expect(boundsOf({ type: 'integer', minimum: 1, maximum: 200, default: 50 })).toEqual([
      '1 to 200',
      'default 50',
    ])
    expect(boundsOf({ type: 'string', maxLength: 4_000 })).toEqual(['at most 4,000 characters'])
    expect(boundsOf({ type: 'number', exclusiveMinimum: 0 })).toEqual(['more than 0'])
  })

  test('has the fields of what it leads to', () => {
    const schemas = { A: { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] } }
    const list: JsonSchema = {
      anyOf: [{ type: 'array', items: { $ref: '#/components/schemas/A' } }, { type: 'null' }],
    }
    expect(fieldsOf(list, schemas)).toEqual([{ name: 'x', schema: { type: 'string' }, isRequired: true }])
  })

  test('that holds itself comes to an end', () => {
    const schemas = { A: { $ref: '#/components/schemas/A' } }
    expect(fieldsOf({ $ref: '#/components/schemas/A' }, schemas)).toEqual([])
  })
})
