import { AISDKError, APICallError } from 'ai'
import { SafeHttpError } from '@/server/platform/safe-http'
import { parseRetryAfter } from '../retry-after'
import type { ProviderFailure } from './provider'

type Kind = Pick<ProviderFailure, 'code' | 'retryable'>

const KINDS = {
  blocked: { code: 'blocked_host', retryable: false },
  cancelled: { code: 'cancelled', retryable: false },
  contextTooLong: { code: 'context_too_long', retryable: false },
  filtered: { code: 'content_filtered', retryable: false },
  invalidKey: { code: 'invalid_key', retryable: false },
  invalidRequest: { code: 'invalid_request', retryable: false },
  notAllowed: { code: 'host_not_allowed', retryable: false },
  overloaded: { code: 'overloaded', retryable: true },
  quota: { code: 'quota_exceeded', retryable: false },
  rateLimited: { code: 'rate_limited', retryable: true },
  timeout: { code: 'timeout', retryable: true },
  unavailable: { code: 'provider_unavailable', retryable: true },
} as const satisfies Record<string, Kind>

/** What vendors write, whatever the status: Google answers a wrong key with 400, Anthropic streams errors under 200. */
const PATTERNS: [RegExp, Kind][] = [
  [/insufficient_quota|exceeded your current quota|credit balance is too low/i, KINDS.quota],
  [
    /context_length_exceeded|prompt is too long|maximum context length|context window|exceeds the maximum number of tokens/i,
    KINDS.contextTooLong,
  ],
  [
    /API_KEY_INVALID|API key not valid|invalid_api_key|authentication_error|permission_error/i,
    KINDS.invalidKey,
  ],
  [/content_policy|content_filter|safety system/i, KINDS.filtered],
  [/overloaded/i, KINDS.overloaded],
  [/rate_limit/i, KINDS.rateLimited],
  [/invalid_request_error|not_found_error/i, KINDS.invalidRequest],
]

const LONGEST_MESSAGE = 500

/** What a thrown error of a call means to a workflow. Errors that no vendor or network made are thrown on. */
export function failureOf(
  error: unknown,
  vendor: string,
  signal: AbortSignal,
  apiKey: string | undefined,
): ProviderFailure {
  if (signal.aborted) return aborted(vendor, signal)
  const guarded = SafeHttpError.in(error)
  if (guarded) return guardedFailure(guarded, vendor)
  if (APICallError.isInstance(error)) return answeredFailure(error, vendor, apiKey)
  if (AISDKError.isInstance(error))
    return {
      ok: false,
      ...KINDS.unavailable,
      message: `${vendor} answered in a form that is not understood: ${clean(error.message, apiKey)}`,
    }
  const streamed = streamedText(error)
  if (streamed !== undefined)
    return {
      ok: false,
      ...(kindIn(streamed) ?? KINDS.unavailable),
      message: `${vendor} broke off: ${clean(streamed, apiKey)}`,
    }
  if (isNetworkError(error))
    return { ok: false, ...KINDS.unavailable, message: `The connection to ${vendor} broke.` }
  throw error
}

export function missingKey(vendor: string): ProviderFailure {
  return {
    ok: false,
    ...KINDS.invalidKey,
    message: `${vendor} needs an API key. Add it to the provider in the project's settings.`,
  }
}

function aborted(vendor: string, signal: AbortSignal): ProviderFailure {
  const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
  return isTimeout
    ? { ok: false, ...KINDS.timeout, message: `${vendor} did not answer in time.` }
    : { ok: false, ...KINDS.cancelled, message: 'The model call was cancelled.' }
}

function guardedFailure(error: SafeHttpError, vendor: string): ProviderFailure {
  if (error.code === 'blocked_host') return { ok: false, ...KINDS.blocked, message: error.message }
  if (error.code === 'host_not_allowed') return { ok: false, ...KINDS.notAllowed, message: error.message }
  const kind = error.code === 'timeout' ? KINDS.timeout : KINDS.unavailable
  return { ok: false, ...kind, message: `${vendor} cannot be reached: ${error.message}` }
}

function answeredFailure(error: APICallError, vendor: string, apiKey: string | undefined): ProviderFailure {
  const body = error.responseBody ?? ''
  const status = error.statusCode
  const kind = kindIn(`${error.message}\n${body}`) ?? kindOfStatus(status)
  const retryAfterMs = kind.retryable ? retryAfter(error.responseHeaders ?? {}, body) : undefined
  const where = status === undefined ? vendor : `${vendor} (${status})`
  return {
    ok: false,
    ...kind,
    message: `${where}: ${clean(error.message, apiKey)}`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

function kindIn(text: string): Kind | undefined {
  return PATTERNS.find(([pattern]) => pattern.test(text))?.[1]
}

function kindOfStatus(status: number | undefined): Kind {
  if (status === undefined || status < 400) return KINDS.unavailable
  if (status === 401 || status === 403) return KINDS.invalidKey
  if (status === 402) return KINDS.quota
  if (status === 408) return KINDS.timeout
  if (status === 413) return KINDS.contextTooLong
  if (status === 429) return KINDS.rateLimited
  if (status === 503 || status === 529) return KINDS.overloaded
  return status < 500 ? KINDS.invalidRequest : KINDS.unavailable
}

/** From the headers, or from the `RetryInfo` that Google puts into the body. */
function retryAfter(headers: Record<string, string>, body: string): number | undefined {
  const milliseconds = Number(headers['retry-after-ms'])
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return Math.ceil(milliseconds)
  const fromHeader = parseRetryAfter(headers['retry-after'], new Date())
  if (fromHeader !== undefined) return fromHeader
  const seconds = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body)?.[1]
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000)
}

/** An error that came as data inside a stream. */
function streamedText(error: unknown): string | undefined {
  if (typeof error === 'string') return error
  if (error instanceof Error || typeof error !== 'object' || error === null) return undefined
  return JSON.stringify(error)
}

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'AbortError' || error.message === 'terminated') return true
  return error instanceof TypeError && /fetch failed|network|terminated/i.test(error.message)
}

function clean(message: string, apiKey: string | undefined): string {
  const safe = apiKey ? message.replaceAll(apiKey, '•••') : message
  return safe.length > LONGEST_MESSAGE ? `${safe.slice(0, LONGEST_MESSAGE)}…` : safe
}
