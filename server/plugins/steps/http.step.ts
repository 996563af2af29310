import type { JsonValue } from '@/server/kernel/json'
import type { Mask } from '@/server/kernel/masking'
import type { HttpResult, StepContext, StepFailure, StepKind, StepOutcome } from '@/server/language/contracts'
import type { HttpConfig } from '@/server/language/definition/kinds'
import { parseRetryAfter } from '../retry-after'
import { buildRequest } from './http/build-request'
import { revealRequest } from './http/reveal-request'
import type { MarkedContext } from './reveal-secrets'

type Response = Extract<HttpResult, { ok: true }>

const LONGEST_SHOWN_BODY = 2_000

/**
 * Sends one request. Secrets are put in here, at the edge, and hidden again wherever the answer echoes
 * them. The output's `body` is parsed JSON, text, or a `data:` URL for other bytes.
 */
export const httpStep: StepKind<HttpConfig> = {
  kind: 'http',
  async run(context: StepContext<HttpConfig> & MarkedContext): Promise<StepOutcome> {
    const revealed = await revealRequest(context)
    if (!revealed.ok) return { kind: 'failed', failure: revealed.failure }
    const { config, mask } = revealed
    const built = buildRequest(config, context.idempotencyKey)
    if (!built.ok) return { kind: 'failed', failure: built.failure }
    const { orgId, projectId, signal } = context
    const result = await context.ports.http.request({ orgId, projectId }, { ...built.request, signal })
    if (!result.ok) return { kind: 'failed', failure: mask.json(toFailure(result)) }
    if (!isExpected(result.status, config.expectStatus))
      return { kind: 'failed', failure: unexpected(result, config, mask, context.now) }
    const { status, headers, url, durationMs } = result
    const body = parseBody(result, context)
    return { kind: 'succeeded', output: mask.json({ status, headers, body, url, durationMs }) }
  },
}

function toFailure({ code, message, retryable }: Extract<HttpResult, { ok: false }>) {
  return { code, message, retryable }
}

function isExpected(status: number, expected: HttpConfig['expectStatus']): boolean {
  return expected.some((each) => (typeof each === 'number' ? each === status : each[0] === String(status)[0]))
}

function unexpected(response: Response, config: HttpConfig, mask: Mask, now: Date): StepFailure {
  const { status, headers, body } = response
  const { code, retryable } = kindOf(status)
  const retryAfterMs = retryable ? parseRetryAfter(headers['retry-after'], now) : undefined
  const url = mask.text(response.url)
  const wanted = config.expectStatus.join(', ')
  return {
    code,
    message: `${config.method} ${withoutQuery(url)} answered ${status}; expected ${wanted}.`,
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    // Masked whole, then cut: a cut could split a secret so that its half would not be recognised.
    details: { status, url, body: mask.text(body).slice(0, LONGEST_SHOWN_BODY) },
  }
}

/** 408 and 425 ask for another try; so does every server error but "not implemented". */
function kindOf(status: number): { code: string; retryable: boolean } {
  if (status === 429) return { code: 'http_429', retryable: true }
  if (status >= 500) return { code: 'http_5xx', retryable: status !== 501 }
  if (status >= 400) return { code: 'http_4xx', retryable: status === 408 || status === 425 }
  return { code: 'http_unexpected_status', retryable: false }
}

function parseBody({ headers, body }: Response, { log }: Pick<StepContext<HttpConfig>, 'log'>): JsonValue {
  const type = headers['content-type'] ?? ''
  if (!/^\s*(application|text)\/([\w.+-]+\+)?json\b/i.test(type)) return body
  if (body.trim() === '') return null
  try {
    return JSON.parse(body)
  } catch {
    log('warn', `The answer calls itself ${type} and is not JSON; its body is kept as text.`)
    return body
  }
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? url
}
