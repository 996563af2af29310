import http from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '@/server/platform/env'
import { watchRequest } from '@/server/platform/metrics'
import { nextFreePort } from '../processes.mjs'
import { writeClientAddress } from './client-address'
import type { Shutdown } from './shutdown'

/** Open requests get this long; live streams then end and resume elsewhere. */
const GRACE_MS = 1_500

export interface HttpServer {
  port: number
  /** The wanted port, when another program had it. */
  movedFrom: number | undefined
  /** Answers with the app from now on; until then with 503. */
  serve(isDev: boolean): Promise<void>
}

export async function openHttp(shutdown: Shutdown): Promise<HttpServer> {
  const { PORT: wanted, PAWL_HOST: host, PAWL_TRUSTED_PROXIES: trustedProxies } = env()
  let handle: http.RequestListener = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' }).end('Pawl is starting.\n')
  }
  const server = http.createServer((request, response) => {
    watchRequest(request, response)
    writeClientAddress(request, trustedProxies)
    handle(request, response)
  })
  server.keepAliveTimeout = 65_000 // longer than the usual proxy's, which would else meet closed connections
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(server, wanted, host)
  shutdown.add('http', GRACE_MS + 1_000, () => close(server, sockets))

  return {
    port,
    movedFrom: port === wanted ? undefined : wanted,
    async serve(isDev) {
      Object.assign(process.env, { PORT: String(port) })
      const { default: next } = await import('next')
      const app = next({ dev: isDev, hostname: host, port, httpServer: server })
      await app.prepare()
      shutdown.add('next', 1_500, () => app.close())
      const handleRequest = app.getRequestHandler()
      handle = (request, response) => void handleRequest(request, response)
    },
  }
}

/** Another program can take the port between the look and the listening: then the next one is tried. */
async function listen(server: http.Server, wanted: number, host: string): Promise<number> {
  for (let candidate = wanted; ; candidate++) {
    candidate = await nextFreePort(candidate)
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(candidate, host, () => {
          server.off('error', reject)
          resolve()
        })
      })
      return candidate
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EADDRNOTAVAIL') throw new Error(`PAWL_HOST=${host} is no address of this machine.`)
      if (code === 'EACCES') throw new Error(`Port ${candidate} needs more rights. Set PORT above 1023.`)
      if (code !== 'EADDRINUSE') throw error
    }
  }
}

async function close(server: http.Server, sockets: Set<Socket>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })])
  for (const socket of sockets) socket.destroy() // live streams, and the web sockets of development
  await closed
}
