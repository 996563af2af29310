import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LedgerEntry {
  /** The Idempotency-Key: `<run>:<path>`. */
  key: string
  at: number
}

export interface Ledger {
  host: string
  url: string
  entries: LedgerEntry[]
  close(): Promise<void>
}

/** An outside world that remembers every call it gets, and answers after a while. */
export async function openLedger(maxDelayMs: number): Promise<Ledger> {
  const entries: LedgerEntry[] = []
  const server = createServer((request, response) => {
    entries.push({ key: String(request.headers['idempotency-key']), at: Date.now() })
    setTimeout(
      () => response.setHeader('content-type', 'application/json').end('{"ok":true}'),
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
