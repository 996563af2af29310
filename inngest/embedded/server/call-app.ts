import { Agent, request as send } from 'undici'
import { AppError } from '@/server/kernel/errors'
import { EMBEDDED_ORIGIN } from '../protocol/call'
import { signBody } from '../protocol/signature'

export interface AppCallerOptions {
  /** Signs the requests, as an Inngest server with keys does; without it, it is a server for development. */
  signingKey?: string
  /** How long an app may take to answer; 2 h where not given. */
  timeoutMs?: number
}

export interface AppCaller {
  /** Sends a request of the engine to the app at its URL. */
  call(request: Request): Promise<Response>
  close(): Promise<void>
}

const TIMEOUT_MS = 7_200_000
const CONNECT_TIMEOUT_MS = 10_000

/** Calls apps over HTTP. Redirects are not followed: a signed request is for one address. */
export function createAppCaller({ signingKey, timeoutMs = TIMEOUT_MS }: AppCallerOptions = {}): AppCaller {
  const agent = new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })
  return {
    async call(request) {
      if (new URL(request.url).origin === EMBEDDED_ORIGIN)
        throw new AppError(
          'invalid_state',
          'The function runs inside another process; this engine calls functions over HTTP only',
        )
      const body = await request.text()
      const response = await send(request.url, {
        dispatcher: agent,
        method: request.method === 'PUT' ? 'PUT' : 'POST',
        headers: { ...Object.fromEntries(request.headers), ...keyHeaders(body, signingKey) },
        body: body === '' ? null : body,
      })
      return new Response(await response.body.text(), {
        status: response.statusCode,
        headers: flatHeaders(response.headers),
      })
    },
    close: () => agent.destroy(),
  }
}

function keyHeaders(body: string, signingKey: string | undefined): Record<string, string> {
  if (signingKey === undefined) return { 'x-inngest-server-kind': 'dev' }
  return {
    'x-inngest-server-kind': 'cloud',
    'x-inngest-signature': signBody(body, signingKey, new Date()),
  }
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, each]),
  )
}
