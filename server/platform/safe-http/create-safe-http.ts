import type { Agent } from 'undici'
import { parseAllowedHosts } from './allowed-hosts'
import { toText } from './body-text'
import { follow } from './follow'
import { createGuardedAgent, type Resolve } from './guarded-agent'
import type { SafeHttp, SafeHttpRequest, SafeHttpResult } from './safe-http'
import { SafeHttpError } from './safe-http-error'

interface SafeHttpOptions {
  /** `PAWL_ALLOWED_HOSTS` */
  allowedHosts: string
  resolve?: Resolve
}

/** HTTP to the outside that cannot reach the inside, and is bounded in time and size. Never throws. */
export function createSafeHttp({ allowedHosts, resolve }: SafeHttpOptions): SafeHttp {
  const agent = createGuardedAgent({
    allowed: parseAllowedHosts(allowedHosts),
    ...(resolve && { resolve }),
    // The request's own time is the bound; this only has to be no shorter.
    idleTimeoutMs: 0,
  })
  return { request: (request) => send(agent, request) }
}

async function send(agent: Agent, request: SafeHttpRequest): Promise<SafeHttpResult> {
  const startedAt = performance.now()
  const deadline = AbortSignal.timeout(request.timeoutMs)
  try {
    const answer = await follow(agent, request, AbortSignal.any([request.signal, deadline]))
    return {
      ok: true,
      status: answer.status,
      headers: answer.headers,
      body: toText(answer.bytes, answer.headers['content-type']),
      url: answer.url,
      durationMs: Math.round(performance.now() - startedAt),
    }
  } catch (error) {
    const { code, message, retryable } = failureOf(error, request, deadline)
    return { ok: false, code, message, retryable }
  }
}

function failureOf(error: unknown, request: SafeHttpRequest, deadline: AbortSignal): SafeHttpError {
  const told = SafeHttpError.in(error)
  if (told) return told
  if (request.signal.aborted) return new SafeHttpError('cancelled', 'The request was cancelled.')
  const host = hostOf(request.url)
  if (deadline.aborted)
    return new SafeHttpError('timeout', `${host} did not answer in full within ${request.timeoutMs} ms.`, {
      retryable: true,
    })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'UND_ERR_INVALID_ARG')
    return new SafeHttpError('invalid_request', `The request to ${host} has an invalid method or header.`)
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new SafeHttpError('timeout', `${host} did not accept a connection in time.`, { retryable: true })
  return connectionFailure(host, code, error)
}

function connectionFailure(host: string, code: string, error: unknown): SafeHttpError {
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code))
    return new SafeHttpError('connection_failed', `${host} has no certificate that can be trusted (${code}).`)
  const reason = code === '' ? '' : ` (${code})`
  return new SafeHttpError('connection_failed', `The connection to ${host} failed${reason}.`, {
    retryable: true,
    cause: error,
  })
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'The host'
}
