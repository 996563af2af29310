import { AppError, ERRORS, type ErrorCode } from '@/server/kernel/errors'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { env } from '@/server/platform/env'
import { logger } from '@/server/platform/logger'
import { databaseRefusal } from '../database-refusal'
import { PROBLEMS, type ProblemCode } from './problem-codes'
import { HTTP_CODES, RestRefusal } from './refusal'
import { BASE_PATH } from './routes'

/** RFC 9457, with `code`, `errors` and whatever the error tells beside. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  /** The correlation id: quote it when you ask for help. */
  instance: string
  code: ProblemCode
  errors?: { path: string; detail: string }[]
  [extension: string]: unknown
}

export interface Failure {
  problem: Problem
  headers: Record<string, string>
}

/** The one mapper of this border: logs what is not expected, once, and tells the client no internals. */
export function failureOf(thrown: unknown, call: { correlationId: string; route: string }): Failure {
  const refusal = thrown instanceof RestRefusal ? thrown : undefined
  const error = refusal?.error ?? (AppError.is(thrown) ? thrown : databaseRefusal(thrown))
  if (!error) logger.error({ err: thrown, correlationId: call.correlationId, path: call.route }, 'bug')
  const status = refusal?.status ?? ERRORS[error?.code ?? 'bug'].status
  const code = codeOf(status, error?.code ?? 'bug')
  return {
    problem: {
      ...extensionsOf(error?.details ?? {}),
      type: `${env().PAWL_URL}${BASE_PATH}/errors#${code}`,
      title: PROBLEMS[code].title,
      status,
      detail: error?.message ?? 'Something broke on our side. Try again; if it stays, quote the instance.',
      instance: call.correlationId,
      code,
    },
    headers: {
      ...refusal?.headers,
      ...(status === 401 && { 'www-authenticate': 'Bearer realm="Pawl"' }),
      ...(error?.retryAfterMs !== undefined && {
        'retry-after': String(Math.max(1, Math.ceil(error.retryAfterMs / 1_000))),
      }),
    },
  }
}

export function problemResponse({ problem, headers }: Failure): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  })
}

function codeOf(status: number, code: ErrorCode): ProblemCode {
  // Only 405 and 415 have names of their own; every other status comes from `ERRORS`.
  return (HTTP_CODES as Record<number, ProblemCode | undefined>)[status] ?? code
}

/** What an error tells beside its message: issues as RFC 9457's `errors`, all else under its own name. */
function extensionsOf({ issues, ...others }: Record<string, unknown>): JsonObject {
  const errors = Array.isArray(issues) ? issues.flatMap(issueOf) : []
  // AppError's details are JSON values by contract.
  return { ...(others as Record<string, JsonValue>), ...(errors.length > 0 && { errors }) }
}

function issueOf(issue: unknown): { path: string; detail: string }[] {
  if (typeof issue !== 'object' || issue === null || !('message' in issue)) return []
  const path = 'path' in issue && typeof issue.path === 'string' ? issue.path : ''
  return [{ path, detail: String(issue.message) }]
}
