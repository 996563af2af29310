import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import type { Operation } from '@/server/operations'
import { type IdempotencyKey, requestHashOf } from '@/server/operations'
import { readIdempotencyKey } from './idempotency-header'
import { inputFieldsOf, RESUME_FIELD } from './input-schema'
import { readBody } from './read-body'
import { readPathParams, readQuery } from './read-query'
import type { Matched } from './routes'

export interface Call {
  operation: Operation
  /** Of the input's own types; `execute` checks it. */
  input: JsonObject
  idempotencyKey: IdempotencyKey | undefined
}

/** Puts an operation's input together from path, query or body, and headers. */
export async function readCall(request: Request, { route, params }: Matched): Promise<Call> {
  const { operation, method } = route
  const fields = inputFieldsOf(route)
  const query = new URL(request.url).searchParams
  const inPath = readPathParams(params, fields)
  const isRead = method === 'GET'
  if (!isRead && query.size > 0)
    throw new AppError('invalid_input', `${method} takes no query parameters: put them in the body.`)
  const given = isRead ? readQuery(query, fields) : await readBody(request, fields, inPath)
  const input: JsonObject = { ...given, ...inPath, ...resumed(request, operation) }
  return { operation, input, idempotencyKey: idempotencyOf(request, operation, input) }
}

function resumed(request: Request, operation: Operation): JsonObject {
  const lastEventId = request.headers.get('last-event-id')
  return operation.kind === 'stream' && lastEventId !== null ? { [RESUME_FIELD]: lastEventId } : {}
}

function idempotencyOf(
  request: Request,
  operation: Operation,
  input: JsonObject,
): IdempotencyKey | undefined {
  const key = readIdempotencyKey(request.headers.get('idempotency-key'))
  // Reads can be repeated as they are.
  if (key === undefined || operation.kind !== 'mutation') return undefined
  return { key, requestHash: requestHashOf(operation.name, input) }
}
