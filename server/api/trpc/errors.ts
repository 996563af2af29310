import { type TRPC_ERROR_CODE_KEY, type TRPCDefaultErrorShape, TRPCError } from '@trpc/server'
import { AppError, ERRORS, type ErrorCode } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { logger } from '@/server/platform/logger'
import { databaseRefusal } from '../database-refusal'
import type { TrpcContext } from './context'

const CODES: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  invalid_input: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  too_large: 'PAYLOAD_TOO_LARGE',
  invalid_state: 'UNPROCESSABLE_CONTENT',
  limit_exceeded: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  bug: 'INTERNAL_SERVER_ERROR',
}

/** What a client finds under `error.data`. */
export interface ErrorData {
  code: ErrorCode
  httpStatus: number
  correlationId: string
  details?: Record<string, unknown>
  retryAfterMs?: number
}

/** Rethrows anything as a TRPCError whose cause is the original. */
export function toTrpcError(error: unknown): never {
  if (error instanceof TRPCError) throw error
  const expected = AppError.is(error) ? error : databaseRefusal(error)
  if (expected)
    throw new TRPCError({ code: CODES[expected.code], message: expected.message, cause: expected })
  throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'bug', cause: error })
}

/** The one mapper of this border: logs what is not expected, once, and tells the client no internals. */
export function formatError(given: {
  error: TRPCError
  shape: TRPCDefaultErrorShape
  path: string | undefined
  ctx: TrpcContext | undefined
}): Omit<TRPCDefaultErrorShape, 'data'> & { data: ErrorData } {
  const correlationId = given.ctx?.caller.correlationId ?? newId('request')
  const expected = expectedError(given.error)
  if (!expected)
    logger.error({ err: given.error.cause ?? given.error, correlationId, path: given.path }, 'bug')
  const code = expected?.code ?? 'bug'
  return {
    code: given.shape.code,
    message: expected?.message ?? 'Something broke on our side. Try again; if it stays, quote the id below.',
    data: {
      code,
      httpStatus: ERRORS[code].status,
      correlationId,
      ...(expected?.details && { details: expected.details }),
      ...(expected?.retryAfterMs !== undefined && { retryAfterMs: expected.retryAfterMs }),
    },
  }
}

/** Our own errors, and what tRPC itself says of a malformed call. */
function expectedError(error: TRPCError): AppError | undefined {
  if (AppError.is(error.cause)) return error.cause
  if (error.code === 'NOT_FOUND') return new AppError('not_found', 'There is no such operation.')
  if (error.code === 'INTERNAL_SERVER_ERROR') return undefined
  return new AppError('invalid_input', error.message)
}
