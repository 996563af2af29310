/** Every error code of the product: the HTTP status it becomes and whether trying again can help. */
export const ERRORS = {
  invalid_input: { status: 400, retry: false },
  unauthenticated: { status: 401, retry: false },
  forbidden: { status: 403, retry: false },
  not_found: { status: 404, retry: false },
  conflict: { status: 409, retry: false },
  too_large: { status: 413, retry: false },
  invalid_state: { status: 422, retry: false },
  limit_exceeded: { status: 429, retry: true },
  unavailable: { status: 503, retry: true },
  bug: { status: 500, retry: false },
} as const

export type ErrorCode = keyof typeof ERRORS

export interface AppErrorOptions {
  cause?: unknown
  /** JSON values a client may show, e.g. `{ issues: [{ path, message }] }`. Never secrets. */
  details?: Record<string, unknown>
  retryAfterMs?: number
}

const brand = Symbol.for('pawl.AppError')

/** An expected failure. `message` is for people: what happened and what to do. Bugs are plain errors. */
export class AppError extends Error {
  readonly [brand] = true
  readonly code: ErrorCode
  readonly details: Record<string, unknown> | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details
    this.retryAfterMs = options.retryAfterMs
  }

  /** Works across module copies, where `instanceof` does not: Next bundles its own. */
  static is(error: unknown): error is AppError {
    return typeof error === 'object' && error !== null && brand in error
  }
}
