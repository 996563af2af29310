import type { ErrorCode } from '@/server/kernel/errors'

export type ProblemCode = ErrorCode | 'method_not_allowed' | 'unsupported_media_type'

interface About {
  status: number
  title: string
  /** For whoever writes the program. */
  advice: string
}

/** Every `code` a problem can have: what the errors page, the OpenAPI document and the answers say of it. */
export const PROBLEMS: Record<ProblemCode, About> = {
  invalid_input: {
    status: 400,
    title: 'The request is not valid',
    advice: 'Mend what `errors` names, then send it again. Sending the same again will not help.',
  },
  unauthenticated: {
    status: 401,
    title: 'No valid API key',
    advice: 'Send `Authorization: Bearer pawl_…` with a key that is neither revoked nor expired.',
  },
  forbidden: {
    status: 403,
    title: 'Not permitted',
    advice:
      'The key, or the role of its user, lacks `permission`. `grantedTo` names the roles that hold it and `granters` the people who can give one.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    advice:
      'It does not exist, or the key may not know of it: organizations and projects of others look the same as none.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    advice: 'Use one of the methods that the header `Allow` names.',
  },
  conflict: {
    status: 409,
    title: 'Something changed meanwhile',
    advice: 'Read the present state, then decide again.',
  },
  too_large: {
    status: 413,
    title: 'Too large',
    advice: 'Send less at once.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Not JSON',
    advice: 'Send the body as JSON, with `Content-Type: application/json`.',
  },
  invalid_state: {
    status: 422,
    title: 'Not possible in this state',
    advice: '`detail` says what has to come first. The request itself is well formed.',
  },
  limit_exceeded: {
    status: 429,
    title: 'Too many requests',
    advice: 'Wait as many seconds as `Retry-After` says, then send it again.',
  },
  bug: {
    status: 500,
    title: 'Something broke on our side',
    advice: 'Try again. If it stays, ask the operator and quote `instance`: it names this call in the logs.',
  },
  unavailable: {
    status: 503,
    title: 'Not available now',
    advice: 'Something Pawl depends on does not answer. Send it again, with growing pauses.',
  },
}
