/** Why a request to the outside failed. The codes are the ones workflows name in `retry.on`. */
type SafeHttpCode =
  | 'blocked_host'
  | 'cancelled'
  | 'connection_failed'
  | 'dns_failed'
  | 'host_not_allowed'
  | 'invalid_request'
  | 'invalid_url'
  | 'response_too_large'
  | 'timeout'
  | 'too_many_redirects'

/** A refusal or failure told in words that hold no secret: hosts, never paths, queries or headers. */
export class SafeHttpError extends Error {
  readonly code: SafeHttpCode
  readonly retryable: boolean

  constructor(code: SafeHttpCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'SafeHttpError'
    this.code = code
    this.retryable = options.retryable ?? false
  }

  /** The first SafeHttpError in an error's chain of causes: `fetch` wraps what its connector throws. */
  static in(error: unknown): SafeHttpError | undefined {
    for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++)
      if (at instanceof SafeHttpError) return at
    return undefined
  }
}
