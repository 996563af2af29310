import type { JsonObject } from '@/server/kernel/json'
import { env } from '@/server/platform/env'
import { BASE_PATH, type RestRoute, restRoutes } from '../routes'
import { describeOperation, nounOf } from './operation'
import { HEADERS, PARAMETERS, PROBLEM_RESPONSES, PROBLEM_SCHEMA } from './parts'
import { openSchemaBook } from './schema-book'

let written: JsonObject | undefined

/** The whole catalogue as an OpenAPI 3.1 document. */
export function openApiDocument(): JsonObject {
  written ??= write()
  return written
}

const ABOUT = `Everything that Pawl's pages do, for programs.

**Keys.** Make an API key under your account and send it as \`Authorization: Bearer pawl_…\`. It acts with your permissions, narrowed to those you chose for it, and never with more than you hold at that moment.

**Errors** are \`application/problem+json\` (RFC 9457). \`code\` is for programs, \`detail\` for people, and \`instance\` is the correlation id that the header \`X-Correlation-Id\` carries too.

**Repeating.** Send an \`Idempotency-Key\` with what must not happen twice.

**Limits.** The headers \`RateLimit-Policy\` and \`RateLimit\` say how many calls are left; too many answer 429 with \`Retry-After\`.

**Unknown names** of query parameters and body fields are refused, so that a typo cannot pass unseen.`

function write(): JsonObject {
  const book = openSchemaBook()
  const paths: Record<string, JsonObject> = {}
  const templates = new Map<string, RestRoute>()
  for (const route of restRoutes()) {
    // Two templates that differ in the names of their fields only are one path.
    const shape = route.path.replaceAll(/\{\w+\}/g, '{}')
    const first = templates.get(shape) ?? route
    templates.set(shape, first)
    const path = paths[first.path] ?? {}
    path[route.method.toLowerCase()] = describeOperation(route, book, first.pathFields)
    paths[first.path] = path
  }
  const nouns = [...new Set(restRoutes().map(({ operation }) => nounOf(operation)))].sort()
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pawl API',
      version: '1',
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${env().PAWL_URL}${BASE_PATH}` }],
    security: [{ apiKey: [] }],
    tags: nouns.map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: PROBLEM_SCHEMA, ...book.components() },
      responses: PROBLEM_RESPONSES,
      parameters: PARAMETERS,
      headers: HEADERS,
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'pawl_<prefix>_<secret>',
          description: 'An API key of a member.',
        },
      },
    },
  }
}
