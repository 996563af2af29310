import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LedgerEntry {
  /** Counts all calls; the answer carries it, so that a step's output tells which call it is of. */
  serial: number
  /** The Idempotency-Key: `<run>:<path>`. */
  key: string
  at: number
  /** What it was answered with. */
  status: number
}

export interface Ledger {
  host: string
  url: string
  entries: LedgerEntry[]
  close(): Promise<void>
}

/** Steps that call here are refused so often, each, before they are answered well. */
const REFUSALS = 2

/**
 * An outside world that remembers every call it gets, and answers after a while with `{ "serial": … }`. Calls of
 * paths that begin with `/flaky` are refused twice.
 */
export async function openLedger(maxDelayMs: number): Promise<Ledger> {
  const entries: LedgerEntry[] = []
  const refusals = new Map<string, number>()
  const statusFor = (request: IncomingMessage, key: string): number => {
    const refused = refusals.get(key) ?? 0
    if (!request.url?.startsWith('/flaky') || refused >= REFUSALS) return 200
    refusals.set(key, refused + 1)
    return 503
  }
  const server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key'])
    const entry = { serial: entries.length + 1, key, at: Date.now(), status: statusFor(request, key) }
    entries.push(entry)
    setTimeout(
      () =>
        response
          .writeHead(entry.status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ serial: entry.serial })),
      Math.random() * maxDelayMs,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    entries,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
