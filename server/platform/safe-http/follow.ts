import { type Agent, request as send } from 'undici'
import { readBounded } from './read-bounded'
import type { SafeHttpRequest } from './safe-http'
import { SafeHttpError } from './safe-http-error'

export interface Answer {
  status: number
  headers: Record<string, string>
  bytes: Buffer
  url: string
}

interface Hop {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
}

const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** All that a redirect to another origin may take along: any other header may be a credential. */
const HARMLESS_HEADERS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'idempotency-key',
  'user-agent',
])
/** The connection's own business, or a way to reach another site behind an allowed address. */
const RESERVED_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/

/** Sends a request and follows its redirects by the rules of the Fetch standard, made stricter for headers. */
export async function follow(agent: Agent, request: SafeHttpRequest, signal: AbortSignal): Promise<Answer> {
  let hop = firstHop(request)
  refuse(request, hop.url)
  for (let redirects = 0; ; redirects++) {
    const response = await send(hop.url, {
      dispatcher: agent,
      // METHODS was checked in firstHop and redirects only ever turn a method into GET.
      method: hop.method as 'GET',
      headers: hop.headers,
      body: hop.body,
      signal,
    })
    const headers = joined(response.headers)
    const location = REDIRECTS.has(response.statusCode) ? headers.location : undefined
    if (!request.followRedirects || location === undefined) {
      const bytes = await readBounded(response.body, {
        headers,
        isEmpty: hop.method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304,
        maxBytes: request.maxResponseBytes,
        host: hop.url.host,
        signal,
      })
      return { status: response.statusCode, headers, bytes, url: hop.url.href }
    }
    await response.body.dump({ limit: 64 * 1024 })
    if (redirects === MAX_REDIRECTS)
      throw new SafeHttpError(
        'too_many_redirects',
        `${hop.url.host} redirected more than ${MAX_REDIRECTS} times.`,
      )
    const from = hop.url.host
    hop = nextHop(hop, response.statusCode, location)
    refuse(request, hop.url, from)
  }
}

/** `from`: the host that redirected here. */
function refuse({ refusalOf }: SafeHttpRequest, url: URL, from?: string): void {
  const refusal = refusalOf?.(url.hostname)
  if (refusal === undefined) return
  const redirected = from === undefined ? '' : `${from} redirects to ${url.host}. `
  throw new SafeHttpError('host_not_allowed', `${redirected}${refusal}`)
}

function firstHop(request: SafeHttpRequest): Hop {
  const method = request.method.toUpperCase()
  if (!METHODS.test(method))
    throw new SafeHttpError(
      'invalid_request',
      `The method ${method} cannot be used; use GET, POST and the like.`,
    )
  const headers: Record<string, string> = { 'accept-encoding': 'gzip, deflate, br' }
  for (const [name, value] of Object.entries(request.headers)) {
    const lowered = name.toLowerCase()
    if (RESERVED_HEADERS.has(lowered))
      throw new SafeHttpError('invalid_request', `The header ${name} is set by Pawl and cannot be given.`)
    headers[lowered] = value
  }
  return { method, url: checkedUrl(request.url), headers, body: request.body }
}

function nextHop(hop: Hop, status: number, location: string): Hop {
  const url = checkedUrl(location, hop.url)
  const becomesGet =
    (status === 303 && hop.method !== 'HEAD') || ((status === 301 || status === 302) && hop.method === 'POST')
  let headers = Object.entries(hop.headers)
  if (becomesGet) headers = headers.filter(([name]) => !name.startsWith('content-'))
  if (url.origin !== hop.url.origin) headers = headers.filter(([name]) => HARMLESS_HEADERS.has(name))
  return {
    method: becomesGet ? 'GET' : hop.method,
    url,
    headers: Object.fromEntries(headers),
    body: becomesGet ? undefined : hop.body,
  }
}

function checkedUrl(text: string, base?: URL): URL {
  if (!URL.canParse(text, base))
    throw new SafeHttpError('invalid_url', `This is not a complete URL: ${shown(text)}`)
  const url = new URL(text, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new SafeHttpError('invalid_url', `Only http: and https: can be called, not ${url.protocol}`)
  if (url.username !== '' || url.password !== '')
    throw new SafeHttpError(
      'invalid_url',
      `The URL of ${url.host} holds a user or password; send them as a header instead.`,
    )
  return url
}

/** A broken URL without its query, where secrets stand. */
function shown(text: string): string {
  return `"${(text.split(/[?#]/)[0] ?? '').slice(0, 80)}"`
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) result[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  return result
}
