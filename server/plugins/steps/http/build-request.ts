import type { HttpRequest, StepFailure } from '@/server/language/contracts'
import type { HttpConfig } from '@/server/language/definition/kinds'

type Built = { ok: true; request: Omit<HttpRequest, 'signal'> } | { ok: false; failure: StepFailure }

/**
 * The request that a configuration asks for. Every method carries the step's `Idempotency-Key`, so that a
 * receiver can refuse a repeat; a header of the same name in the configuration wins.
 */
export function buildRequest(config: HttpConfig, idempotencyKey: string): Built {
  if (!URL.canParse(config.url)) return invalidUrl(config.url)
  const url = new URL(config.url)
  for (const [name, values] of Object.entries(config.query))
    for (const value of values) url.searchParams.append(name, value)
  const content = contentOf(config)
  const headers: Record<string, string> = {
    'user-agent': 'Pawl',
    'idempotency-key': idempotencyKey,
    ...(content && { 'content-type': content.type }),
    ...authHeaders(config),
  }
  for (const [name, value] of Object.entries(config.headers)) headers[name.toLowerCase()] = value
  return {
    ok: true,
    request: {
      method: config.method,
      url: url.href,
      headers,
      ...(content && { body: content.body }),
      timeoutMs: config.timeoutMs,
      maxResponseBytes: config.maxResponseBytes,
      followRedirects: config.followRedirects,
    },
  }
}

function contentOf({ json, body, form }: HttpConfig): { type: string; body: string } | undefined {
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) }
  if (form !== undefined)
    return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() }
  return body === undefined ? undefined : { type: 'text/plain; charset=utf-8', body }
}

function authHeaders({ auth }: HttpConfig): Record<string, string> {
  if (auth?.bearer !== undefined) return { authorization: `Bearer ${auth.bearer}` }
  if (auth?.basic)
    return { authorization: `Basic ${base64(`${auth.basic.username}:${auth.basic.password}`)}` }
  if (auth?.header) return { [auth.header.name.toLowerCase()]: auth.header.value }
  return {}
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

function invalidUrl(url: string): Built {
  const shown = url.split(/[?#]/)[0]?.slice(0, 80)
  return {
    ok: false,
    failure: {
      code: 'invalid_url',
      message: `This is not a complete URL: "${shown}". Write one that begins with https:// or http://.`,
      retryable: false,
    },
  }
}
