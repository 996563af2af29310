import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Change } from '@/server/platform/realtime'
import { whileAllowed } from './while-allowed'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const EVERY_MS = 30_000
const change = (...topics: string[]): Change => ({ orgId: 'org', topics, runs: {} })

/** Announcements as a test makes them, and a right that it can take away. */
function arrange() {
  const queue: (Change | null)[] = []
  let wake = () => {}
  let isAllowed = true
  let checks = 0
  const announced = {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = queue.shift()
        if (next !== undefined) yield next
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
  const check = async () => {
    checks += 1
    if (!isAllowed) throw new Error('not allowed')
  }
  const signal = new AbortController().signal
  return {
    listener: whileAllowed(announced, { check, everyMs: EVERY_MS, signal }),
    announce(next: Change | null) {
      queue.push(next)
      wake()
    },
    forbid() {
      isAllowed = false
    },
    checks: () => checks,
  }
}

test('who may not listen from the start hears nothing', async () => {
  const { listener, announce, forbid } = arrange()
  forbid()
  announce(change('runs'))
  await expect(listener.next()).rejects.toThrow('not allowed')
})

test.each(['members', 'organizations', 'sessions', 'apiKeys'])(
  'a change of %s that took the right away is not told any more',
  async (topic) => {
    const { listener, announce, forbid } = arrange()
    announce(change('runs'))
    expect(await listener.next()).toMatchObject({ value: change('runs') })
    forbid()
    announce(change('runs', topic))
    await expect(listener.next()).rejects.toThrow('not allowed')
  },
)

test('after anything may have been missed the right is looked at again', async () => {
  const { listener, announce, forbid } = arrange()
  announce(change('runs'))
  await listener.next()
  forbid()
  announce(null)
  await expect(listener.next()).rejects.toThrow('not allowed')
})

test('changes that concern no right cost no look', async () => {
  const { listener, announce, checks } = arrange()
  for (let count = 0; count < 5; count += 1) {
    announce(change('runs', 'approvals'))
    await listener.next()
  }
  expect(checks()).toBe(1)
})

test('a lost announcement is noticed within the interval, and nothing is lost by looking', async () => {
  const { listener, announce, forbid, checks } = arrange()
  const first = listener.next()
  await vi.advanceTimersByTimeAsync(EVERY_MS * 2 + 1)
  expect(checks()).toBe(3)
  announce(change('runs'))
  expect(await first).toMatchObject({ value: change('runs') })
  forbid()
  const second = expect(listener.next()).rejects.toThrow('not allowed')
  await vi.advanceTimersByTimeAsync(EVERY_MS + 1)
  await second
})
