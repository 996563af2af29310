import { initTRPC, TRPCError, tracked } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { readError } from '@/components/layout/client-error'
import { callMutation, callQuery } from './api-call'
import { followStream } from './live-stream'
import { StreamedEvents } from './testing/streamed-events'
import { useTRPC } from './trpc'

const t = initTRPC.create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { code: error.code === 'NOT_FOUND' ? 'not_found' : 'bug', correlationId: 'c-1' },
  }),
  sse: { client: { reconnectAfterInactivityMs: 30_000 } },
})
const written: string[] = []
const router = t.router({
  things: t.router({
    get: t.procedure.input(z.object({ name: z.string() })).query(({ input }) => {
      if (input.name === 'none') throw new TRPCError({ code: 'NOT_FOUND', message: 'No such thing.' })
      return { name: input.name }
    }),
    list: t.procedure
      .input(z.object({ cursor: z.number().optional() }))
      .query(({ input }) => ({ items: [input.cursor ?? 0], nextCursor: (input.cursor ?? 0) + 1 })),
    add: t.procedure.input(z.string()).mutation(({ input }) => {
      written.push(input)
    }),
    watch: t.procedure
      .input(z.object({ lastEventId: z.string().optional(), fails: z.boolean().optional() }))
      .subscription(async function* ({ input }) {
        const from = Number(input.lastEventId ?? 0)
        yield tracked(String(from + 1), { step: from + 1 })
        if (input.fails) throw new TRPCError({ code: 'NOT_FOUND', message: 'No such thing.' })
      }),
  }),
})

let requests: string[]

/** tRPC's own server stands behind `fetch`. */
async function answer(address: string, init?: RequestInit): Promise<Response> {
  requests.push(address)
  const req = new Request(new URL(address, 'http://pawl.test'), init)
  return fetchRequestHandler({ endpoint: '/api/trpc', req, router, onError: () => {} })
}

beforeEach(() => {
  requests = []
  vi.stubGlobal('fetch', answer)
  vi.stubGlobal('EventSource', StreamedEvents)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

test('what is asked for at the same moment goes in one request, each with its own answer', async () => {
  const [one, two, none] = await Promise.allSettled([
    callQuery('things.get', { name: 'one' }),
    callQuery('things.get', { name: 'two' }),
    callQuery('things.get', { name: 'none' }),
  ])
  expect(requests).toHaveLength(1)
  expect(one).toMatchObject({ value: { name: 'one' } })
  expect(two).toMatchObject({ value: { name: 'two' } })
  expect(none).toMatchObject({ status: 'rejected' })
})

test('no address grows beyond what proxies let through', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `${'n'.repeat(200)}${index}`)
  const results = await Promise.all(names.map((name) => callQuery('things.get', { name })))
  expect(results).toEqual(names.map((name) => ({ name })))
  expect(requests.length).toBeGreaterThan(1)
  expect(Math.max(...requests.map((address) => address.length))).toBeLessThanOrEqual(2_000)
})

test('a refusal keeps what the server says of it', async () => {
  const error = await callQuery('things.get', { name: 'none' }).catch((thrown: unknown) => thrown)
  expect(readError(error)).toMatchObject({
    code: 'not_found',
    message: 'No such thing.',
    correlationId: 'c-1',
  })
})

test('a server that does not answer reads as offline, one that answers nonsense as a bug', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(readError(await callQuery('things.get', {}).catch((thrown: unknown) => thrown)).code).toBe('offline')
  vi.stubGlobal('fetch', async () => new Response('<html>'))
  expect(readError(await callMutation('things.add', {}).catch((thrown: unknown) => thrown)).code).toBe('bug')
  vi.stubGlobal('fetch', async () => Response.json({}))
  await expect(callMutation('things.add', 'x')).rejects.toThrow('no result')
})

test('a call that is given up alone is asked for alone, and ends', async () => {
  vi.stubGlobal(
    'fetch',
    (_: string, init: RequestInit) =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      }),
  )
  const control = new AbortController()
  const call = callQuery('things.get', { name: 'one' }, control.signal)
  control.abort(new Error('given up'))
  await expect(call).rejects.toThrow('given up')
})

test('a mutation is posted and done once', async () => {
  expect(await callMutation('things.add', 'it')).toBeUndefined()
  expect(written).toEqual(['it'])
})

test('options are keyed by noun and verb, and read page after page', async () => {
  // The test's router is not the product's: only how the proxy puts options together is looked at.
  const { things } = useTRPC() as unknown as Record<string, Record<string, Options>>
  const options = things?.get?.queryOptions({ name: 'one' }, { staleTime: 5 })
  expect(options).toMatchObject({
    queryKey: [['things', 'get'], { input: { name: 'one' }, type: 'query' }],
    staleTime: 5,
  })
  expect(await options?.queryFn({})).toEqual({ name: 'one' })
  const list = things?.list?.infiniteQueryOptions({}, {})
  expect(list).toMatchObject({ queryKey: [['things', 'list'], { type: 'infinite' }], initialPageParam: null })
  expect(await list?.queryFn({ pageParam: null })).toEqual({ items: [0], nextCursor: 1 })
  expect(await list?.queryFn({ pageParam: 7 })).toEqual({ items: [7], nextCursor: 8 })
})

interface Made {
  queryFn: (context: object) => Promise<unknown>
}
type Options = Record<'queryOptions' | 'infiniteQueryOptions', (input: object, options: object) => Made>

test('a stream tells that it began, each event with its id, and that it ended', async () => {
  const told: unknown[] = []
  await new Promise<void>((resolve) => {
    followStream(
      'things.watch',
      {},
      {
        onStarted: () => told.push('started'),
        onConnectionStateChange: ({ state }) => told.push(state),
        onData: (data) => told.push(data),
        onComplete: resolve,
      },
    )
  })
  expect(told).toEqual(['connecting', 'started', 'pending', { id: '1', data: { step: 1 } }])
})

test('a refused stream ends with what the server says', async () => {
  const error = await new Promise((resolve) => {
    followStream('things.watch', { fails: true }, { onError: resolve })
  })
  expect(readError(error).code).toBe('not_found')
})

test('a stream that fell silent is opened again behind the last event', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    StreamedEvents.staysOpen = true
    const seen: unknown[] = []
    const states: string[] = []
    const stream = followStream(
      'things.watch',
      {},
      {
        onData: (data) => seen.push(data),
        onConnectionStateChange: ({ state }) => states.push(state),
      },
    )
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(30_000)
    await vi.waitFor(() =>
      expect(seen).toEqual([
        { id: '1', data: { step: 1 } },
        { id: '2', data: { step: 2 } },
      ]),
    )
    expect(states).toEqual(['connecting', 'pending', 'connecting', 'pending'])
    stream.unsubscribe()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(requests).toHaveLength(2)
  } finally {
    StreamedEvents.staysOpen = false
    vi.useRealTimers()
  }
})
