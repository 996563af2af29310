import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Golden } from '@/server/language/testing/golden/goldens'
import { goldenAnswers } from './golden-answers'

export interface GoldenServer {
  /** The address of the outside of one golden workflow. */
  originOf(golden: Golden): string
  close(): Promise<void>
}

/** The outside of all golden workflows, on one port: each has a folder of its own. */
export async function openGoldenServer(goldens: readonly Golden[]): Promise<GoldenServer> {
  const answersOf = new Map(goldens.map(({ name, script }) => [name, goldenAnswers(script)]))
  const server = createServer(async (request, response) => {
    const [, name = '', target = ''] = /^\/([^/]+)(.*)$/.exec(request.url ?? '') ?? []
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([key, value]) => [key, [value].flat()[0]]),
    )
    const body = Buffer.concat(chunks).toString()
    const answer = answersOf.get(name)?.({ method: request.method ?? 'GET', target, headers, body })
    if (!answer) return void response.writeHead(404).end()
    if (answer.delayMs > 0) await sleep(answer.delayMs)
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo
  return {
    originOf: ({ name }) => `http://127.0.0.1:${port}/${name}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
