import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropicWire } from './anthropic-wire'
import { chatCompletionsWire } from './chat-completions-wire'
import { googleWire } from './google-wire'
import { openaiWire } from './openai-wire'
import type { ReceivedCall, Script, Wire } from './script'

export interface FakeVendors {
  /** Base URLs as a provider takes them. */
  urls: { anthropic: string; google: string; openai: string; 'openai-compatible': string }
  /** The only key that any of them accepts. */
  key: string
  /** What to do from now on; unnamed parts go back to a plain good answer. */
  script(next: Partial<Script>): void
  /** Calls since the start, the latest last. */
  calls: ReceivedCall[]
  close(): Promise<void>
}

const KEY = 'test-key-of-the-fake-vendors'
const GOOD: Script = {
  pieces: ['Hello', ', ', 'world.'],
  usage: { uncachedInput: 70, cacheRead: 20, cacheWrite: 0, output: 30, reasoning: 12 },
  stop: 'end',
}

const ROUTES: [path: RegExp, wire: Wire][] = [
  [/^\/anthropic\/v1\/messages$/, anthropicWire],
  [/^\/openai\/v1\/responses$/, openaiWire],
  [/^\/google\/v1beta\/models\/[^/]+:(generateContent|streamGenerateContent)/, googleWire],
  [/^\/compatible\/v1\/chat\/completions$/, chatCompletionsWire],
]

/** A local server that speaks each vendor's real wire format, streaming and errors included. */
export async function startFakeVendors(): Promise<FakeVendors> {
  const calls: ReceivedCall[] = []
  let script = GOOD
  const server = createServer((request, response) => {
    void receive(request).then((call) => {
      calls.push(call)
      if (!script.isSilent) answer(call, script, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an AddressInfo.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    urls: {
      anthropic: `${origin}/anthropic/v1`,
      google: `${origin}/google/v1beta`,
      openai: `${origin}/openai/v1`,
      'openai-compatible': `${origin}/compatible/v1`,
    },
    key: KEY,
    script: (next) => {
      script = { ...GOOD, ...next }
    },
    calls,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function receive(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return { path: request.url ?? '', headers: request.headers, body: text === '' ? {} : JSON.parse(text) }
}

function answer(call: ReceivedCall, script: Script, response: ServerResponse): void {
  const wire = ROUTES.find(([path]) => path.test(call.path))?.[1]
  if (!wire) sendJson(response, { status: 404, body: { error: { message: `No route ${call.path}` } } })
  else if (!wire.isAuthorized(call, KEY)) sendJson(response, wire.unauthorized)
  else if (script.fail) sendJson(response, wire.failure(script.fail))
  else if (wire.isStreamed(call)) sendEvents(response, wire, script, call)
  else sendJson(response, { status: 200, body: wire.whole(script, call) })
}

function sendEvents(response: ServerResponse, wire: Wire, script: Script, call: ReceivedCall): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const events = wire.events(script, call)
  if (script.breaks === undefined) {
    for (const event of events) writeEvent(response, event)
    return void response.end()
  }
  const first = script.pieces[0] ?? ''
  const upTo = events.findIndex((event) =>
    JSON.stringify(event.data).includes(JSON.stringify(first).slice(1, -1)),
  )
  for (const event of events.slice(0, upTo + 1)) writeEvent(response, event)
  if (script.breaks === 'disconnect') return void setTimeout(() => response.destroy(), 20)
  writeEvent(response, wire.breakOff)
  response.end()
}

function writeEvent(response: ServerResponse, { event, data }: { event?: string; data: unknown }): void {
  const line = typeof data === 'string' ? data : JSON.stringify(data)
  response.write(`${event ? `event: ${event}\n` : ''}data: ${line}\n\n`)
}

function sendJson(
  response: ServerResponse,
  { status, headers, body }: { status: number; headers?: Record<string, string>; body: unknown },
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
