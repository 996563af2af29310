import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuardedFetch } from './guarded-fetch'
import { SafeHttpError } from './safe-http-error'

let server: Server
let url: string

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/moved') return void response.writeHead(302, { location: '/' }).end()
    response.writeHead(200, { 'content-type': 'text/plain' })
    if (request.url === '/large') return void response.end('x'.repeat(10_000))
    response.write('first ')
    setTimeout(() => response.end('second'), 30)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an AddressInfo.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('an address inside is refused, and the refusal says how to allow it', async () => {
  const error = await createGuardedFetch({ allowedHosts: '' })(url).catch((caught) => caught)
  expect(SafeHttpError.in(error)).toMatchObject({
    code: 'blocked_host',
    message: expect.stringContaining('PAWL_ALLOWED_HOSTS=127.0.0.1:'),
  })
})

test('an answer streams through as it comes', async () => {
  const response = await createGuardedFetch({ allowedHosts: '127.0.0.1' })(url)
  const chunks: string[] = []
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
    chunks.push(decoder.decode(part.value))
  expect(chunks).toEqual(['first ', 'second'])
  expect(response.headers.get('content-type')).toBe('text/plain')
})

test('a redirect is refused, so that no key travels on', async () => {
  await expect(createGuardedFetch({ allowedHosts: '127.0.0.1' })(`${url}/moved`)).rejects.toThrow()
})

test('an answer above the bound fails while it streams', async () => {
  const fetch = createGuardedFetch({ allowedHosts: '127.0.0.1', maxResponseBytes: 1_000 })
  const response = await fetch(`${url}/large`)
  const error = await response.text().catch((caught) => caught)
  expect(SafeHttpError.in(error)).toMatchObject({ code: 'response_too_large' })
})

test('an aborted call ends', async () => {
  const controller = new AbortController()
  const pending = createGuardedFetch({ allowedHosts: '127.0.0.1' })(url, { signal: controller.signal })
  controller.abort()
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
})
