import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSafeHttp } from './create-safe-http'
import type { SafeHttpRequest } from './safe-http'

const MEGABYTE = 1024 * 1024
const servers: Server[] = []
let first: Site
let second: Site

beforeAll(async () => {
  first = await startSite()
  second = await startSite()
})

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

describe('what may be called', () => {
  test.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1',
  ])('%s is refused, with how to allow it', async (url) => {
    const result = await createSafeHttp({ allowedHosts: '' }).request(ask(url))
    expect(result).toMatchObject({
      ok: false,
      code: 'blocked_host',
      retryable: false,
      message: expect.stringContaining('PAWL_ALLOWED_HOSTS='),
    })
  })

  test('a listed host and port is reached, another port of it is not', async () => {
    const http = createSafeHttp({ allowedHosts: `127.0.0.1:${first.port}` })
    expect(await http.request(ask(`${first.url}/plain`))).toMatchObject({ ok: true, body: 'plain text' })
    expect(await http.request(ask(`${second.url}/plain`))).toMatchObject({ ok: false, code: 'blocked_host' })
  })

  test('a listed network is reached', async () => {
    const http = createSafeHttp({ allowedHosts: '127.0.0.0/8' })
    expect(await http.request(ask(`${first.url}/plain`))).toMatchObject({ ok: true, status: 200 })
  })

  test('a public name that leads inside is refused', async () => {
    const http = createSafeHttp({
      allowedHosts: '',
      resolve: async () => [{ address: '10.0.0.5', family: 4 }],
    })
    expect(await http.request(ask('http://innocent.example/'))).toMatchObject({
      ok: false,
      code: 'blocked_host',
      message: expect.stringContaining('innocent.example:80 leads to an address that is not public'),
    })
  })

  test('a name that turns inside after it was judged is never asked again: the judged address is called', async () => {
    const answers = [[{ address: '127.0.0.9', family: 4 }], [{ address: '127.0.0.1', family: 4 }]]
    let asked = 0
    const http = createSafeHttp({
      allowedHosts: '127.0.0.9/32',
      resolve: async () => answers[Math.min(asked++, 1)] ?? [],
    })
    const before = first.hits.length
    // 127.0.0.9 is loopback too, and the server listens on 127.0.0.1 alone: only the judged one is tried.
    expect(await http.request(ask(`http://rebinding.example:${first.port}/plain`))).toMatchObject({
      ok: false,
      code: 'connection_failed',
    })
    expect(asked).toBe(1)
    expect(first.hits).toHaveLength(before)
  })

  test('of several addresses only the permitted ones are tried', async () => {
    const http = createSafeHttp({
      allowedHosts: '127.0.0.1/32',
      resolve: async () => [
        { address: '10.0.0.5', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    })
    expect(await http.request(ask(`http://mixed.example:${first.port}/plain`))).toMatchObject({ ok: true })
  })

  test('a name that does not resolve says so', async () => {
    const http = createSafeHttp({
      allowedHosts: '',
      resolve: () => Promise.reject(new Error('ENOTFOUND')),
    })
    expect(await http.request(ask('http://nowhere.example/'))).toMatchObject({
      ok: false,
      code: 'dns_failed',
      retryable: true,
    })
  })

  test.each([
    ['ftp://example.com/', 'invalid_url'],
    ['file:///etc/passwd', 'invalid_url'],
    ['/relative', 'invalid_url'],
    ['http://user:word@example.com/', 'invalid_url'],
  ])('%s is refused as %s', async (url, code) => {
    expect(await createSafeHttp({ allowedHosts: '' }).request(ask(url))).toMatchObject({ ok: false, code })
  })

  test('a header that would pretend to be another host is refused', async () => {
    const result = await open().request(ask(`${first.url}/plain`, { headers: { Host: 'other.example' } }))
    expect(result).toMatchObject({ ok: false, code: 'invalid_request' })
  })

  test('a header that would smuggle a second request is refused', async () => {
    const result = await open().request(ask(`${first.url}/plain`, { headers: { 'x-a': 'b\r\nx-c: d' } }))
    expect(result).toMatchObject({ ok: false, code: 'invalid_request' })
  })
})

describe('redirects', () => {
  test('a redirect inside is refused though the first host is allowed', async () => {
    const http = createSafeHttp({ allowedHosts: `127.0.0.1:${first.port}` })
    const before = second.hits.length
    const result = await http.request(ask(`${first.url}/to?url=${encodeURIComponent(`${second.url}/plain`)}`))
    expect(result).toMatchObject({ ok: false, code: 'blocked_host' })
    expect(second.hits).toHaveLength(before)
  })

  test('another origin gets no header that could be a credential', async () => {
    const result = await open().request(
      ask(`${first.url}/to?url=${encodeURIComponent(`${second.url}/echo`)}`, {
        headers: { Authorization: 'Bearer a', 'X-Api-Key': 'b', Cookie: 'c', Accept: 'text/x' },
      }),
    )
    const echoed = JSON.parse(result.ok ? result.body : '{}')
    expect(echoed.headers).toMatchObject({ accept: 'text/x' })
    expect(echoed.headers).not.toHaveProperty('authorization')
    expect(echoed.headers).not.toHaveProperty('x-api-key')
    expect(echoed.headers).not.toHaveProperty('cookie')
    expect(result).toMatchObject({ url: `${second.url}/echo` })
  })

  test('the same origin keeps them', async () => {
    const result = await open().request(
      ask(`${first.url}/to?url=/echo`, { headers: { Authorization: 'Bearer a' } }),
    )
    expect(JSON.parse(result.ok ? result.body : '{}').headers.authorization).toBe('Bearer a')
  })

  test.each([
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'data'],
    [308, 'PUT', 'PUT', 'data'],
    [301, 'PUT', 'PUT', 'data'],
  ])('%i turns %s into %s', async (status, method, becomes, body) => {
    const result = await open().request(
      ask(`${first.url}/to?status=${status}&url=/echo`, { method, body: 'data' }),
    )
    expect(JSON.parse(result.ok ? result.body : '{}')).toMatchObject({ method: becomes, body })
  })

  test('the sixth is too many', async () => {
    expect(await open().request(ask(`${first.url}/loop`))).toMatchObject({
      ok: false,
      code: 'too_many_redirects',
    })
  })

  test('a redirect to another scheme is refused', async () => {
    expect(await open().request(ask(`${first.url}/to?url=file:///etc/passwd`))).toMatchObject({
      ok: false,
      code: 'invalid_url',
    })
  })

  test('without following, the redirect itself is the answer', async () => {
    const result = await open().request(ask(`${first.url}/to?url=/echo`, { followRedirects: false }))
    expect(result).toMatchObject({ ok: true, status: 302, headers: { location: '/echo' } })
  })
})

describe('bounds', () => {
  test('an answer announced as too large is not read', async () => {
    const result = await open().request(ask(`${first.url}/large?announce=yes`, { maxResponseBytes: 1000 }))
    expect(result).toMatchObject({ ok: false, code: 'response_too_large', retryable: false })
  })

  test('an endless answer stops at the bound', async () => {
    const result = await open().request(ask(`${first.url}/endless`, { maxResponseBytes: 100_000 }))
    expect(result).toMatchObject({ ok: false, code: 'response_too_large' })
  })

  test.each(['gzip', 'br', 'deflate'])('a %s bomb stops at the bound', async (encoding) => {
    const result = await open().request(
      ask(`${first.url}/bomb?encoding=${encoding}`, { maxResponseBytes: MEGABYTE }),
    )
    expect(result).toMatchObject({ ok: false, code: 'response_too_large' })
  })

  test.each(['gzip', 'br', 'deflate'])('a %s answer within the bound is unpacked', async (encoding) => {
    const result = await open().request(ask(`${first.url}/packed?encoding=${encoding}`))
    expect(result).toMatchObject({ ok: true, body: 'packed text' })
  })

  test('a damaged compressed answer is a failure, not half a text', async () => {
    expect(await open().request(ask(`${first.url}/damaged`))).toMatchObject({
      ok: false,
      code: 'connection_failed',
    })
  })

  test('an answer that does not come ends in time', async () => {
    expect(await open().request(ask(`${first.url}/silent`, { timeoutMs: 50 }))).toMatchObject({
      ok: false,
      code: 'timeout',
      retryable: true,
    })
  })

  test('an answer that drips ends in time', async () => {
    expect(await open().request(ask(`${first.url}/drip`, { timeoutMs: 150 }))).toMatchObject({
      ok: false,
      code: 'timeout',
    })
  })

  test('a cancelled request ends', async () => {
    const controller = new AbortController()
    const pending = open().request(ask(`${first.url}/silent`, { signal: controller.signal }))
    controller.abort()
    expect(await pending).toMatchObject({ ok: false, code: 'cancelled', retryable: false })
  })

  test('a closed port is a failed connection worth another try', async () => {
    const closed = await startSite()
    await new Promise((resolve) => closed.server.close(resolve))
    expect(await open().request(ask(closed.url))).toMatchObject({
      ok: false,
      code: 'connection_failed',
      retryable: true,
    })
  })
})

describe('bodies', () => {
  test('bytes that are no text come as a data URL', async () => {
    const result = await open().request(ask(`${first.url}/image`))
    expect(result).toMatchObject({ ok: true, body: `data:image/png;base64,${PNG.toString('base64')}` })
  })

  test('a declared charset is decoded', async () => {
    expect(await open().request(ask(`${first.url}/latin`))).toMatchObject({ ok: true, body: 'café' })
  })

  test('a HEAD answer has no body though it announces one', async () => {
    expect(await open().request(ask(`${first.url}/packed?encoding=gzip`, { method: 'HEAD' }))).toMatchObject({
      ok: true,
      body: '',
    })
  })
})

interface Site {
  url: string
  port: number
  hits: string[]
  server: Server
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe])

function open() {
  return createSafeHttp({ allowedHosts: '127.0.0.1' })
}

function ask(url: string, changes: Partial<SafeHttpRequest> = {}): SafeHttpRequest {
  return {
    method: 'GET',
    url,
    headers: {},
    timeoutMs: 10_000,
    maxResponseBytes: MEGABYTE,
    followRedirects: true,
    signal: new AbortController().signal,
    ...changes,
  }
}

async function startSite(): Promise<Site> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    void answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, hits, server }
}

const PACK = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://site')
  const encoding = url.searchParams.get('encoding') ?? ''
  const pack = encoding === 'gzip' || encoding === 'br' || encoding === 'deflate' ? PACK[encoding] : undefined
  switch (url.pathname) {
    case '/echo': {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = Buffer.concat(chunks).toString()
      response.setHeader('content-type', 'application/json')
      return void response.end(JSON.stringify({ method: request.method, headers: request.headers, body }))
    }
    case '/to':
      return void response
        .writeHead(Number(url.searchParams.get('status') ?? 302), {
          location: url.searchParams.get('url') ?? '',
        })
        .end('moved')
    case '/loop':
      return void response.writeHead(302, { location: '/loop' }).end()
    case '/large':
      return void response.writeHead(200, { 'content-length': MEGABYTE }).end(Buffer.alloc(MEGABYTE))
    case '/endless':
      return pour(response)
    case '/bomb':
      return void response
        .writeHead(200, { 'content-encoding': encoding })
        .end(pack?.(Buffer.alloc(8 * MEGABYTE)))
    case '/packed':
      return void response.writeHead(200, { 'content-encoding': encoding }).end(pack?.('packed text'))
    case '/damaged':
      return void response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync('x'.repeat(10_000)).subarray(0, 20))
    case '/silent':
      return
    case '/drip': {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 20)
      return void response.on('close', () => clearInterval(timer))
    }
    case '/image':
      return void response.writeHead(200, { 'content-type': 'image/png' }).end(PNG)
    case '/latin':
      return void response
        .writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' })
        .end(Buffer.from('café', 'latin1'))
    default:
      return void response.writeHead(200, { 'content-type': 'text/plain' }).end('plain text')
  }
}

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(16 * 1024, 'x')
  const more = () => {
    while (!response.destroyed && response.write(chunk)) {}
    if (!response.destroyed) response.once('drain', more)
  }
  response.writeHead(200, { 'content-type': 'text/plain' })
  more()
}
