import { isBearerOf, isSameSecret } from '../protocol/signature'

export interface Keys {
  /** Apps and REST callers must name it, and requests to apps are signed with it. */
  signingKey?: string
  /** Senders of events must name it; any will do where it is not given. */
  eventKey?: string
}

export interface Refusal {
  status: number
  error: string
}

/** Whether somebody may ask this; without keys anybody may, but for pages that a browser shows of other sites. */
export function refuse(request: Request, keys: Keys): Refusal | undefined {
  if (isForeignPage(request.headers.get('origin')))
    return { status: 403, error: 'Pages of other sites may not use this engine.' }
  const { pathname } = new URL(request.url)
  const given = /^\/e\/([^/]+)$/.exec(pathname)?.[1]
  if (given !== undefined) {
    if (keys.eventKey === undefined || isSameSecret(decodeURIComponent(given), keys.eventKey))
      return undefined
    return { status: 401, error: 'Event key not found.' }
  }
  if (pathname === '/health' || keys.signingKey === undefined) return wrongKind(request, keys)
  if (!isBearerOf(keys.signingKey, request.headers.get('authorization')))
    return { status: 401, error: 'The signing key is missing or not the one of this engine.' }
  return wrongKind(request, keys)
}

export function serverKindOf(keys: Keys): 'dev' | 'cloud' {
  return keys.signingKey === undefined ? 'dev' : 'cloud'
}

/** An app that was asked to register by a server of one kind must not land at one of the other. */
function wrongKind(request: Request, keys: Keys): Refusal | undefined {
  const expected = request.headers.get('x-inngest-expected-server-kind')
  if (expected === null || expected === '' || expected === serverKindOf(keys)) return undefined
  return { status: 400, error: `Expected server kind ${expected}, got ${serverKindOf(keys)}.` }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

function isForeignPage(origin: string | null): boolean {
  if (origin === null) return false
  return !URL.canParse(origin) || !LOOPBACK.has(new URL(origin).hostname)
}
