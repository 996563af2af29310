import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '@/server/kernel/errors'
import { type Log, reasonOf } from '../log'

export interface Listener {
  port: number
  /** Takes no more requests, lets open ones end for a while. */
  close(): Promise<void>
}

export interface ListenOptions {
  host: string
  /** 0: any free one. */
  port: number
  answer: (request: Request) => Promise<Response>
  log: Log
}

const BODY_MAX_BYTES = 64 * 1024 * 1024
const GRACE_MS = 2_000

/** Serves web requests over HTTP. */
export async function listen({ host, port, answer, log }: ListenOptions): Promise<Listener> {
  const server = http.createServer((incoming, outgoing) => {
    handle(incoming, outgoing, answer).catch((error: unknown) => {
      log('warn', 'A request could not be answered', { url: incoming.url, reason: reasonOf(error) })
      if (outgoing.headersSent) outgoing.destroy()
      else
        end(outgoing, 500, { 'content-type': 'application/json' }, '{"error":"Internal error","status":500}')
    })
  })
  server.keepAliveTimeout = 65_000
  await bind(server, host, port)
  // A server that listens on TCP has such an address.
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

async function handle(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  answer: ListenOptions['answer'],
): Promise<void> {
  const body = await readBody(incoming)
  if (body === undefined) {
    const error = `The body is larger than ${BODY_MAX_BYTES / 1024 / 1024} MiB.`
    end(
      outgoing,
      413,
      { 'content-type': 'application/json', connection: 'close' },
      JSON.stringify({ error, status: 413 }),
    )
    return
  }
  const method = incoming.method ?? 'GET'
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, [value].flat().join(', '))
  const request = new Request(new URL(incoming.url ?? '/', 'http://engine.invalid'), {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  })
  const response = await answer(request)
  end(outgoing, response.status, Object.fromEntries(response.headers), await response.text())
}

/** `undefined` when it is too large. */
async function readBody(incoming: http.IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > BODY_MAX_BYTES) return undefined
    chunks.push(chunk)
  }
  const body = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.length
  }
  return body
}

function end(
  outgoing: http.ServerResponse,
  status: number,
  headers: http.OutgoingHttpHeaders,
  body: string,
): void {
  outgoing.writeHead(status, headers).end(body)
}

function bind(server: http.Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen(port, host, () => resolve())
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new AppError('invalid_state', `Port ${port} is taken by another program. Choose one with --port.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new AppError('invalid_input', `--host ${host} is no address of this machine.`)
  if (error.code === 'EACCES')
    return new AppError('invalid_input', `Port ${port} needs more rights. Choose one above 1023 with --port.`)
  return error
}

async function close(server: http.Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(timer)
}
