import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { logger } from '@/server/platform/logger'
import { refuseReader } from './access'
import { answerDetailedHealth, answerHealth, answerMetrics } from './answers'

export interface OperationsServer {
  port: number
  close(): Promise<void>
}

/** `/health`, `/health/detailed` and `/metrics` of a process that serves no pages. */
export async function serveOperations(at: { port: number; host: string }): Promise<OperationsServer> {
  const server = http.createServer((request, response) => {
    void answer(request)
      .catch((err: unknown) => {
        logger.error({ err, path: request.url }, 'An answer about this process failed.')
        return new Response('The answer failed; the log says why.\n', { status: 500 })
      })
      .then(async (answered) => {
        response.writeHead(answered.status, Object.fromEntries(answered.headers))
        response.end(request.method === 'HEAD' ? undefined : await answered.text())
      })
  })
  await listen(server, at)
  // Listening on TCP: the address is an AddressInfo.
  const { port } = server.address() as AddressInfo
  return {
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(request: http.IncomingMessage): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response('Only GET is answered here.\n', { status: 405, headers: { allow: 'GET, HEAD' } })
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/health') return answerHealth()
  if (pathname === '/health/detailed') return refusal(request) ?? answerDetailedHealth()
  if (pathname === '/metrics') return refusal(request) ?? answerMetrics()
  return new Response('Here are /health, /health/detailed and /metrics.\n', { status: 404 })
}

function refusal({ headers, socket }: http.IncomingMessage): Response | undefined {
  return refuseReader(
    {
      authorization: headers.authorization ?? null,
      address: socket.remoteAddress ?? null,
      host: headers.host ?? null,
    },
    'operations',
  )
}

function listen(server: http.Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)))
    server.listen(port, host, () => resolve())
  })
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `PAWL_METRICS_PORT=${port} is taken by another program. Choose another one.`,
    EACCES: `PAWL_METRICS_PORT=${port} needs more rights. Choose one above 1023.`,
    EADDRNOTAVAIL: `PAWL_HOST=${host} is no address of this machine.`,
  }
  return new Error(reasons[error.code ?? ''] ?? error.message, { cause: error })
}
