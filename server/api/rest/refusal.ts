import type { AppError } from '@/server/kernel/errors'

/** Codes that only HTTP knows, beside those of `ERRORS`. */
export const HTTP_CODES = { 405: 'method_not_allowed', 415: 'unsupported_media_type' } as const

/** A refusal of the request as such: its status is not the one its error's code would become. */
export class RestRefusal extends Error {
  readonly status: number
  readonly error: AppError
  readonly headers: Record<string, string>

  constructor(status: number, error: AppError, headers: Record<string, string> = {}) {
    super(error.message)
    this.status = status
    this.error = error
    this.headers = headers
  }
}
