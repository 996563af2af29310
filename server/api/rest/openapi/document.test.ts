import { compileErrors, validate } from '@readme/openapi-parser'
import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { asSchema } from '../input-schema'
import { restRoutes } from '../routes'
import { openApiDocument } from './document'
import { inputExampleOf } from './operation'
import { openSchemaBook } from './schema-book'

const document = openApiDocument()

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    // The parser writes into what it is given.
    const result = await validate(structuredClone(document) as never)
    expect(result.valid ? '' : compileErrors(result)).toBe('')
    expect(document.openapi).toBe('3.1.0')
  })

  test('has every operation, under its own name, once', () => {
    const ids = operations().map(({ operation }) => operation.operationId)
    expect(ids.sort()).toEqual(
      restRoutes()
        .map(({ operation }) => operation.name)
        .sort(),
    )
  })

  test('refers to nothing that is not there', () => {
    const missing = refsIn(document).filter((ref) => resolve(ref) === undefined)
    expect(missing).toEqual([])
  })

  test('keeps nothing that nothing refers to', () => {
    const used = new Set(refsIn(document))
    const schemas = Object.keys(asSchema(asSchema(document.components).schemas))
    expect(schemas.filter((name) => !used.has(`#/components/schemas/${name}`))).toEqual([])
  })

  test('says of each operation what it needs and what can go wrong', () => {
    for (const { operation } of operations()) {
      expect(operation.summary).toMatch(/^[A-Z].*\.$/)
      expect(operation.description).toMatch(/\.$/)
      expect(Object.keys(asSchema(operation.responses))).toEqual(
        expect.arrayContaining(['200', '429', '500']),
      )
    }
  })

  test('names every field of a path as a parameter', () => {
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const parameters = Array.isArray(operation.parameters) ? operation.parameters.map(asSchema) : []
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      expect(named).toEqual(inPath)
    }
  })
})

describe('each example', () => {
  const book = openSchemaBook()
  test.each(restRoutes().map((route) => ({ name: route.operation.name, route })))(
    'of $name is input that it takes',
    ({ name, route }) => {
      const result = route.operation.input.safeParse(inputExampleOf(route, book))
      const why = result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
      expect(why ?? [], `Give ${name} an example in openapi/example-values.ts.`).toEqual([])
    },
  )
})

function operations(): { path: string; operation: JsonObject }[] {
  return Object.entries(asSchema(document.paths)).flatMap(([path, methods]) =>
    Object.values(asSchema(methods)).map((operation) => ({ path, operation: asSchema(operation) })),
  )
}

function refsIn(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    name === '$ref' && typeof item === 'string' ? [item] : refsIn(item),
  )
}

function resolve(ref: string): JsonValue | undefined {
  return ref
    .slice(2)
    .split('/')
    .reduce<JsonValue | undefined>((value, name) => asSchema(value)[name], document)
}
