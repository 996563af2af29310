import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '@/server/kernel/errors'
import { type EventSource, eventStream } from './event-stream'
import type { Problem } from './problem'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = () => new Promise<never>(() => {})

function source(
  values: () => AsyncGenerator<[string, unknown]>,
  checkAccess: () => Promise<void> = async () => {},
): EventSource {
  return {
    values: values(),
    abort: new AbortController(),
    checkAccess,
    problemOf: (error) => ({ code: AppError.is(error) ? error.code : 'bug' }) as Problem,
  }
}

async function textOf(response: Response): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  for (;;) {
    const result = await reader?.read()
    if (!result || result.done) return text
    text += decoder.decode(result.value)
  }
}

test('values become events with their ids, and the end of values ends the stream', async () => {
  const response = await eventStream(
    source(async function* () {
      yield ['a', { n: 1 }]
      yield ['b', 'two\nlines']
    }),
  )
  expect(await textOf(response)).toBe('retry: 2000\n\nid: a\ndata: {"n":1}\n\nid: b\ndata: "two\\nlines"\n\n')
})

test('a refusal before the first value is no stream', async () => {
  const refused = source(async function* (): AsyncGenerator<[string, unknown]> {
    yield* []
    throw new AppError('forbidden', 'No.')
  })
  await expect(eventStream(refused)).rejects.toMatchObject({ code: 'forbidden' })
})

test('what breaks later is told as an event, and nothing is read on', async () => {
  const broken = source(async function* () {
    yield ['a', 1]
    throw new AppError('unavailable', 'Gone.')
  })
  expect(await textOf(await eventStream(broken))).toMatch(/event: error\ndata: \{"code":"unavailable"\}\n\n$/)
  expect(broken.abort.signal.aborted).toBe(true)
})

test('who may listen no longer is told so at the next ping', async () => {
  let isAllowed = true
  const watched = source(
    async function* () {
      yield ['a', 1]
      await never()
    },
    async () => {
      if (!isAllowed) throw new AppError('unauthenticated', 'The key was revoked.')
    },
  )
  const text = textOf(await eventStream(watched))
  await vi.advanceTimersByTimeAsync(15_000)
  isAllowed = false
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await text).toMatch(/: ping\n\nevent: error\ndata: \{"code":"unauthenticated"\}\n\n$/)
  expect(watched.abort.signal.aborted).toBe(true)
})

test('a stream that has nothing to say yet begins all the same', async () => {
  const quiet = source(async function* (): AsyncGenerator<[string, unknown]> {
    yield* []
    await never()
  })
  const response = eventStream(quiet)
  await vi.advanceTimersByTimeAsync(1_000)
  expect((await response).status).toBe(200)
  await (await response).body?.cancel()
  expect(quiet.abort.signal.aborted).toBe(true)
})
