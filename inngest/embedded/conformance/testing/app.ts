import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ClientOptions, Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/edge'
import { serve as serveStreaming } from 'inngest/remix'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Target } from './target'

/** One request of the server to the app, as it came over the wire. */
export interface Call {
  method: string
  url: URL
  headers: Headers
  body: CallBody
}

const callBody = z.looseObject({
  version: z.number().optional(),
  event: z.looseObject({ name: z.string(), data: z.record(z.string(), z.unknown()) }).optional(),
  events: z.array(z.looseObject({ name: z.string() })).default([]),
  steps: z.record(z.string(), z.unknown()).default({}),
  ctx: z
    .looseObject({
      run_id: z.string(),
      fn_id: z.string(),
      attempt: z.number(),
      max_attempts: z.number().optional(),
      qi_id: z.string().optional(),
      disable_immediate_execution: z.boolean().optional(),
      use_api: z.boolean().optional(),
      stack: z.looseObject({ stack: z.array(z.string()).nullable(), current: z.number() }).optional(),
    })
    .optional(),
})

/** What an app answers to PUT; nothing of it where something else answers. */
const registration = z.looseObject({ message: z.string().optional(), modified: z.boolean().optional() })

type CallBody = z.infer<typeof callBody>

export interface App {
  id: string
  url: string
  client: Inngest
  /** Calls of functions, in order. */
  calls: Call[]
  /** What the client asked of the server, in order. */
  asked: { method: string; path: string; status: number }[]
  /** Makes the app register out of band; what it answered. */
  sync(): Promise<{ status: number; body: { message?: string; modified?: boolean } }>
  /** Serves these functions from now on; they are registered with the next sync. */
  become(build: Build): void
  /** The event's id. */
  send(name: string, data?: Record<string, unknown>, extra?: { id?: string; ts?: number }): Promise<string>
}

export type Build = (client: Inngest, app: { id: string }) => InngestFunction.Any[]

export interface AppOptions {
  client?: Partial<ClientOptions>
  /** Answers a call in place of the SDK. */
  intercept?: (call: Call) => Response | undefined
  /** Answers what the client asks in place of the server. */
  interceptFetch?: (url: URL) => Response | undefined
  /** Answers while it still works, with spaces until the answer is there. */
  streaming?: boolean
  /** Leaves the registration to the test. */
  isSynced?: boolean
}

const quiet = { info() {}, warn() {}, error() {}, debug() {} }

/** An app of the real SDK behind a port of its own, under an id of its own, registered with the server. */
export async function startApp(
  target: Pick<Target, 'url'>,
  build: Build,
  options: AppOptions = {},
): Promise<App> {
  const id = `conf-${randomUUID().slice(0, 8)}`
  const calls: Call[] = []
  const asked: App['asked'] = []
  const client = new Inngest({
    id,
    isDev: true,
    baseUrl: target.url,
    logger: quiet,
    fetch: recorded(asked, options.interceptFetch),
    ...options.client,
  })
  const served = (functions: InngestFunction.Any[]): ((request: Request) => Promise<Response>) => {
    if (!options.streaming) return serve({ client, functions })
    const handle = serveStreaming({ client, functions, streaming: true })
    return (request) => handle({ request })
  }
  let handler = served(build(client, { id }))
  const server = http.createServer((incoming, outgoing) => {
    answer(incoming, outgoing, async (request) => {
      const call = await readCall(request.clone())
      if (call.method === 'POST') calls.push(call)
      return options.intercept?.(call) ?? handler(request)
      // A test that throws wants the connection to break.
    }).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has such an address.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`
  const become = (next: Build) => {
    handler = served(next(client, { id }))
  }
  const sync = async () => {
    const response = await fetch(url, { method: 'PUT' })
    return { status: response.status, body: registration.parse(await response.json().catch(() => ({}))) }
  }
  onTestFinished(async () => {
    // What the test left is called no more.
    become(() => [])
    await sync()
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  })
  if (options.isSynced !== false) await requireSynced(sync)
  return {
    id,
    url,
    client,
    calls,
    asked,
    sync,
    become,
    async send(name, data = {}, extra = {}) {
      const { ids } = await client.send({ name, data, ...extra })
      const [eventId] = ids
      if (!eventId) throw new Error('The server gave no event id.')
      return eventId
    },
  }
}

async function requireSynced(sync: App['sync']): Promise<void> {
  const { status, body } = await sync()
  if (status !== 200) throw new Error(`The app could not register: ${status} ${JSON.stringify(body)}`)
}

function recorded(asked: App['asked'], intercept?: (url: URL) => Response | undefined): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const response = intercept?.(url) ?? (await fetch(request))
    asked.push({ method: request.method, path: url.pathname, status: response.status })
    return response
  }
}

async function readCall(request: Request): Promise<Call> {
  const text = await request.text()
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: callBody.parse(text === '' ? {} : JSON.parse(text)),
  }
}

async function answer(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const method = incoming.method ?? 'GET'
  const body = Buffer.concat(chunks).toString('utf8')
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, [value].flat().join(', '))
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method,
    headers,
    ...(method === 'GET' || body === '' ? {} : { body }),
  })
  const response = await handle(request)
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
}
