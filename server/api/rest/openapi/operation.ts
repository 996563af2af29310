import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { isPermission, rolesWith } from '@/server/kernel/permissions'
import type { Download, Operation } from '@/server/operations'
import { asSchema, inputFieldsOf, typesOf } from '../input-schema'
import type { ProblemCode } from '../problem-codes'
import type { RestRoute } from '../routes'
import { exampleOf } from './example'
import { INPUT_EXAMPLES } from './example-values'
import { FIELD_NOTES } from './field-notes'
import { COMMON_HEADERS, idempotentHeaders, problemResponsesOf } from './parts'
import type { SchemaBook } from './schema-book'

/** One operation as OpenAPI describes it. `pathNames`: what the document calls the fields of this path. */
export function describeOperation(
  route: RestRoute,
  book: SchemaBook,
  pathNames: readonly string[],
): JsonObject {
  const { operation } = route
  const isPublic = operation.permission === 'public'
  const body = bodyOf(route, book)
  return {
    operationId: operation.name,
    summary: operation.summary,
    description: permissionText(operation),
    tags: [nounOf(operation)],
    'x-kind': operation.kind,
    'x-permission': operation.permission,
    ...(isPublic && { security: [] }),
    parameters: parametersOf(route, book, pathNames),
    ...(body && { requestBody: body }),
    responses: { '200': successOf(operation, book), ...problemResponsesOf(problemsOf(route, Boolean(body))) },
  }
}

/** The whole input of an operation, as its example sends it. */
export function inputExampleOf(route: RestRoute, book: SchemaBook): JsonObject {
  const { operation } = route
  const schema = book.input(operation.input)
  const options = { components: book.components(), noun: nounOf(operation), isRequiredOnly: true }
  // An operation's input is an object, and so is its example.
  const made = exampleOf(schema, options) as JsonObject
  return { ...made, ...INPUT_EXAMPLES[operation.name] }
}

export function nounOf({ name }: Operation): string {
  return name.slice(0, name.indexOf('.'))
}

function permissionText({ permission }: Operation): string {
  if (permission === 'public') return 'Needs no API key.'
  if (permission === 'signed-in') return 'Any valid API key will do.'
  if (permission === 'in-person') return 'In person only: an API key is refused with `forbidden`.'
  const roles = isPermission(permission) ? rolesWith(permission).join(', ') : ''
  return `Needs the permission \`${permission}\`, which these roles hold: ${roles}.`
}

function parametersOf(route: RestRoute, book: SchemaBook, pathNames: readonly string[]): JsonValue[] {
  const { operation, method, pathFields } = route
  const properties = asSchema(book.input(operation.input).properties)
  const example = inputExampleOf(route, book)
  const inPath = pathFields.map((field, index) => ({
    name: pathNames[index] ?? field,
    in: 'path',
    required: true,
    ...noteOf(field, asSchema(properties[field])),
    schema: plainSchema(asSchema(properties[field])),
    example: example[field] ?? null,
  }))
  const ref = (name: string) => ({ $ref: `#/components/parameters/${name}` })
  return [
    ...inPath,
    ...(method === 'GET' ? queryParameters(route, properties, example) : []),
    ...(operation.kind === 'mutation' && operation.within !== 'instance' ? [ref('IdempotencyKey')] : []),
    ...(operation.kind === 'stream' ? [ref('LastEventId')] : []),
  ]
}

function queryParameters(route: RestRoute, properties: JsonObject, example: JsonObject): JsonObject[] {
  const fields = inputFieldsOf(route)
  return fields.open.map((name) => {
    const schema = plainSchema(asSchema(properties[name]))
    const types = typesOf(fields.properties[name] ?? {}, fields.definitions)
    const isText = !types.has('object')
    return {
      name,
      in: 'query',
      required: fields.required.has(name),
      ...noteOf(name, schema),
      ...(types.has('array') && { style: 'form', explode: true }),
      ...(isText ? { schema } : { content: { 'application/json': { schema } } }),
      ...(isText && example[name] !== undefined && { example: example[name] }),
    }
  })
}

/** A URL cannot say null: leaving a parameter out is the same. */
function plainSchema(schema: JsonSchema): JsonSchema {
  const { anyOf, description: _, ...others } = schema
  if (!Array.isArray(anyOf)) return schema.description === undefined ? schema : others
  const rest = anyOf.filter((part) => asSchema(part).type !== 'null')
  return rest.length === 1 ? { ...others, ...asSchema(rest[0]) } : { ...others, anyOf: rest }
}

function noteOf(field: string, schema: JsonSchema): JsonObject {
  const note = schema.description ?? FIELD_NOTES[field]
  return note === undefined ? {} : { description: note }
}

function bodyOf(route: RestRoute, book: SchemaBook): JsonObject | undefined {
  const { open } = inputFieldsOf(route)
  if (route.method === 'GET' || open.length === 0) return undefined
  const input = book.input(route.operation.input)
  const given = asSchema(input.properties)
  const required = (Array.isArray(input.required) ? input.required : []).filter((name) =>
    open.includes(String(name)),
  )
  const properties = Object.fromEntries(
    open.map((name) => [name, { ...noteOf(name, {}), ...asSchema(given[name]) }]),
  )
  const example = inputExampleOf(route, book)
  return {
    required: required.length > 0,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties,
          ...(required.length > 0 && { required }),
          additionalProperties: false,
        },
        example: Object.fromEntries(Object.entries(example).filter(([name]) => open.includes(name))),
      },
    },
  }
}

function successOf(operation: Operation, book: SchemaBook): JsonObject {
  if (operation.kind === 'download')
    return {
      description: 'The file.',
      headers: {
        ...COMMON_HEADERS,
        'Content-Disposition': { description: 'The name of the file.', schema: { type: 'string' } },
      },
      content: Object.fromEntries(
        mediaTypesOf(operation).map((type) => [type, { schema: { type: 'string' } }]),
      ),
    }
  const schema = book.output(operation.output)
  const options = { components: book.components(), noun: nounOf(operation), isRequiredOnly: false }
  const example = exampleOf(schema, options)
  if (operation.kind === 'stream')
    return {
      description:
        'Server-sent events until you leave. `id` is what to send as `Last-Event-ID` when you come back, `data` is JSON as `x-event-data` describes, a line `: ping` comes every 15 seconds, and an event `error` holds a problem.',
      headers: COMMON_HEADERS,
      content: {
        'text/event-stream': {
          schema: { type: 'string' },
          'x-event-data': schema,
          example: `id: 1\ndata: ${JSON.stringify(example)}\n\n`,
        },
      },
    }
  return {
    description: 'It is done.',
    headers: idempotentHeaders(operation.kind === 'mutation' && operation.within !== 'instance'),
    content: { 'application/json': { schema, example } },
  }
}

/** A download says its type by its input: one of each choice the input offers. */
function mediaTypesOf(operation: Download): string[] {
  const fields = Object.entries(operation.input.shape)
  const choices = fields.flatMap(([name, schema]) => choicesOf(schema).map((choice) => ({ [name]: choice })))
  const ids = Object.fromEntries(fields.filter(([name]) => name.endsWith('Id')).map(([name]) => [name, '']))
  const types = [{}, ...choices].flatMap((choice) => {
    const parsed = operation.input.safeParse({ ...ids, ...choice })
    return parsed.success ? [operation.contentType(parsed.data as never)] : []
  })
  return [...new Set(types.map((type) => type.split(';')[0] ?? type))]
}

/** The values of a choice, through `optional`, `default` and the like. */
function choicesOf(schema: unknown): readonly unknown[] {
  if (typeof schema !== 'object' || schema === null) return []
  if ('options' in schema && Array.isArray(schema.options)) return schema.options
  if ('unwrap' in schema && typeof schema.unwrap === 'function') return choicesOf(schema.unwrap())
  return []
}

function problemsOf({ operation, method }: RestRoute, hasBody: boolean): ProblemCode[] {
  const isPublic = operation.permission === 'public'
  const isMutation = operation.kind === 'mutation'
  return [
    'invalid_input',
    ...(isPublic ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(operation.within === 'instance' ? [] : (['not_found'] as const)),
    ...(isMutation ? (['conflict'] as const) : []),
    ...(hasBody && method !== 'GET' ? (['too_large', 'unsupported_media_type'] as const) : []),
    'invalid_state',
    'limit_exceeded',
    'bug',
    'unavailable',
  ]
}
