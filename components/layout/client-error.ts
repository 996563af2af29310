import { ERRORS, type ErrorCode } from '@/server/kernel/errors'

/** What a page may know of a failure, whichever way it came. */
export interface ClientError {
  code: ErrorCode | 'offline'
  message: string
  correlationId: string | undefined
  details: Record<string, unknown> | undefined
  retryAfterMs: number | undefined
}

/** Reads an error of the API client (`data` carries code and correlation id) or any other thrown thing. */
export function readError(error: unknown): ClientError {
  const data = record(record(error)?.data)
  const code = data?.code
  if (!isErrorCode(code)) return { ...NO_DATA, ...unknownFailure(error, data !== undefined) }
  return {
    code,
    message: messageOf(error) ?? 'That did not work.',
    correlationId: text(data?.correlationId),
    details: record(data?.details),
    retryAfterMs: typeof data?.retryAfterMs === 'number' ? data.retryAfterMs : undefined,
  }
}

const NO_DATA = { correlationId: undefined, details: undefined, retryAfterMs: undefined }

function unknownFailure(error: unknown, hasAnswer: boolean): Pick<ClientError, 'code' | 'message'> {
  const isOffline =
    !hasAnswer && (error instanceof TypeError || /fetch|network/i.test(messageOf(error) ?? ''))
  if (isOffline)
    return {
      code: 'offline',
      message: 'The server did not answer. Check the connection and that Pawl is running.',
    }
  return { code: 'bug', message: 'Something went wrong on our side. It has been logged.' }
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code)
}

function messageOf(error: unknown): string | undefined {
  return text(record(error)?.message)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function record(value: unknown): Record<string, unknown> | undefined {
  // Any non-null object can be read by string keys.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}
