import type { JsonObject } from '@/server/kernel/json'
import { PROBLEMS, type ProblemCode } from '../problem-codes'

export const PROBLEM_SCHEMA: JsonObject = {
  type: 'object',
  description: 'RFC 9457. Whatever an error tells beside stands under its own name.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'Where this kind of problem is explained.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened and what to do, for people.' },
    instance: {
      type: 'string',
      description: 'The correlation id of this call. Quote it when you ask for help.',
    },
    code: { type: 'string', enum: Object.keys(PROBLEMS), description: 'For programs.' },
    errors: {
      type: 'array',
      description: 'Which parts of the request are wrong.',
      items: {
        type: 'object',
        required: ['path', 'detail'],
        properties: { path: { type: 'string' }, detail: { type: 'string' } },
      },
    },
    permission: { type: 'string', description: 'With `forbidden`: what is missing.' },
    grantedTo: { type: 'array', items: { type: 'string' }, description: 'Roles that hold it.' },
    granters: {
      type: 'array',
      description: 'Members who can give such a role.',
      items: {
        type: 'object',
        required: ['name', 'email'],
        properties: { name: { type: 'string' }, email: { type: 'string' } },
      },
    },
  },
}

const ref = (name: string): JsonObject => ({ $ref: `#/components/headers/${name}` })

/** On every answer. */
export const COMMON_HEADERS: JsonObject = {
  'X-Correlation-Id': ref('CorrelationId'),
  'RateLimit-Policy': ref('RateLimitPolicy'),
  RateLimit: ref('RateLimit'),
}

export const HEADERS: JsonObject = {
  CorrelationId: { description: 'Names this call in logs and in the audit log.', schema: { type: 'string' } },
  RateLimitPolicy: {
    description: 'How many calls in how many seconds: `"key";q=600;w=60`.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'How many are left, and in how many seconds they are renewed: `"key";r=599;t=60`.',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
  IdempotentReplayed: {
    description: '`true`: nothing happened now; this is the answer that the first call of the key got.',
    schema: { type: 'string', enum: ['true'] },
  },
}

export const PARAMETERS: JsonObject = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Your own name for this call, such as a UUID. The same call sent again within 24 hours happens once and gets the first answer.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
    example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'The last id you saw: the stream goes on after it.',
    schema: { type: 'string' },
  },
}

export const PROBLEM_RESPONSES: JsonObject = Object.fromEntries(
  Object.entries(PROBLEMS).map(([code, { title, advice }]) => [
    code,
    {
      description: `${title}. ${advice}`,
      headers: {
        ...COMMON_HEADERS,
        ...(code === 'limit_exceeded' && { 'Retry-After': ref('RetryAfter') }),
      },
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
)

/** The `responses` of these problems, by status. */
export function problemResponsesOf(codes: readonly ProblemCode[]): JsonObject {
  return Object.fromEntries(
    codes.map((code) => [String(PROBLEMS[code].status), { $ref: `#/components/responses/${code}` }]),
  )
}

export function idempotentHeaders(isMutation: boolean): JsonObject {
  return { ...COMMON_HEADERS, ...(isMutation && { 'Idempotent-Replayed': ref('IdempotentReplayed') }) }
}
