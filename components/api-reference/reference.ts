import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'

/** What the page shows of the OpenAPI document. */
export interface Reference {
  /** Where the API is: `https://pawl.example.com/api/v1`. */
  server: string
  about: string
  groups: readonly ReferenceGroup[]
  schemas: Readonly<Record<string, JsonSchema>>
}

export interface ReferenceGroup {
  noun: string
  operations: readonly ReferenceOperation[]
}

export interface ReferenceOperation {
  /** `runs.start` */
  id: string
  noun: string
  method: string
  path: string
  summary: string
  needs: string
  kind: string
  isPublic: boolean
  parameters: readonly ReferenceParameter[]
  body: { schema: JsonSchema; example: JsonValue } | undefined
  answer: ReferenceAnswer
  problems: readonly { status: string; code: string; title: string }[]
}

export interface ReferenceParameter {
  name: string
  place: string
  isRequired: boolean
  schema: JsonSchema
  description: string
  example: JsonValue | undefined
}

export interface ReferenceAnswer {
  description: string
  mediaType: string
  /** Of a stream: what each event's data is. */
  schema: JsonSchema
  example: JsonValue | undefined
}

/** Reads the document; what is missing is left empty, so that an older or newer one still shows. */
export function readReference(document: unknown): Reference {
  // The document is JSON, as `Response.json` gave it.
  const root = objectOf(document as JsonValue)
  const components = objectOf(root.components)
  const operations = Object.entries(objectOf(root.paths)).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).map(([method, operation]) =>
      readOperation(method, path, objectOf(operation), components),
    ),
  )
  const nouns = [...new Set(operations.map(({ noun }) => noun))].sort()
  return {
    server: textOf(objectOf(listOf(root.servers)[0]).url),
    about: textOf(objectOf(root.info).description),
    groups: nouns.map((noun) => ({ noun, operations: operations.filter((one) => one.noun === noun) })),
    schemas: Object.fromEntries(
      Object.entries(objectOf(components.schemas)).map(([name, schema]) => [name, objectOf(schema)]),
    ),
  }
}

/** The groups whose operations hold every word of a search, in name, path or summary. */
export function searchReference(
  groups: readonly ReferenceGroup[],
  search: string,
): readonly ReferenceGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return groups
  const holds = ({ id, method, path, summary }: ReferenceOperation) => {
    const text = `${id} ${method} ${path} ${summary}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return groups
    .map((group) => ({ ...group, operations: group.operations.filter(holds) }))
    .filter((group) => group.operations.length > 0)
}

export function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function readOperation(
  method: string,
  path: string,
  operation: JsonObject,
  components: JsonObject,
): ReferenceOperation {
  const responses = Object.entries(objectOf(operation.responses))
  const id = textOf(operation.operationId)
  return {
    id,
    noun: id.split('.')[0] ?? id,
    method: method.toUpperCase(),
    path,
    summary: textOf(operation.summary),
    needs: textOf(operation.description),
    kind: textOf(operation['x-kind']),
    isPublic: Array.isArray(operation.security) && operation.security.length === 0,
    parameters: listOf(operation.parameters).map((parameter) =>
      readParameter(resolve(objectOf(parameter), components)),
    ),
    body: readBody(objectOf(operation.requestBody)),
    answer: readAnswer(objectOf(responses.find(([status]) => status === '200')?.[1])),
    problems: responses
      .filter(([status]) => status !== '200')
      .map(([status, response]) => ({
        status,
        code: textOf(objectOf(response).$ref).split('/').at(-1) ?? '',
        // The first sentence; the rest is advice, which the page of errors gives.
        title: textOf(resolve(objectOf(response), components).description).split('. ')[0] ?? '',
      })),
  }
}

function readParameter(parameter: JsonObject): ReferenceParameter {
  const inContent = objectOf(objectOf(objectOf(parameter.content)['application/json']).schema)
  return {
    name: textOf(parameter.name),
    place: textOf(parameter.in),
    isRequired: parameter.required === true,
    schema: parameter.schema === undefined ? inContent : objectOf(parameter.schema),
    description: textOf(parameter.description),
    example: parameter.example,
  }
}

function readBody(body: JsonObject): ReferenceOperation['body'] {
  const content = objectOf(objectOf(body.content)['application/json'])
  if (content.schema === undefined) return undefined
  return { schema: objectOf(content.schema), example: content.example ?? {} }
}

function readAnswer(response: JsonObject): ReferenceAnswer {
  const [mediaType = '', content] = Object.entries(objectOf(response.content))[0] ?? []
  const { schema, example, 'x-event-data': eventData } = objectOf(content)
  return {
    description: textOf(response.description),
    mediaType,
    schema: objectOf(eventData ?? schema),
    example,
  }
}

/** One step along a `$ref` into the components. */
function resolve(value: JsonObject, components: JsonObject): JsonObject {
  const path = textOf(value.$ref).split('/').slice(2)
  if (path.length === 0) return value
  return path.reduce<JsonObject>((found, name) => objectOf(found[name]), components)
}
