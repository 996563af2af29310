import { afterAll, expect, test } from 'vitest'
import { systemPool } from '@/server/platform/db'
import { announceRun, type Change, changes, closeListeners, listenFor, ringOutbox } from '.'

const over = new AbortController()

afterAll(async () => {
  over.abort()
  await closeListeners()
})

test('what is announced in one turn is heard together, and nothing of it twice', async () => {
  const heard = changes('org_a', over.signal)[Symbol.asyncIterator]()
  // Listening has begun.
  expect((await heard.next()).value).toBeNull()
  for (let seq = 1; seq <= 50; seq += 1) {
    announceRun('org_a', `run_${seq % 5}`, { lastSeq: seq, hasEnded: false })
    announceRun('org_b', 'run_b', { lastSeq: seq, hasEnded: false })
  }
  const runs = { run_0: 50, run_1: 46, run_2: 47, run_3: 48, run_4: 49 }
  expect((await heard.next()).value).toEqual({ orgId: 'org_a', topics: ['runs'], runs } satisfies Change)
  announceRun('org_a', 'run_6', { lastSeq: 7, hasEnded: true })
  expect((await heard.next()).value).toMatchObject({ runs: { run_6: 7 } })
})

test('a bell is heard at once in its own process, and one of another process when it comes', async () => {
  let bells = 0
  const stop = listenFor('outbox', () => {
    bells += 1
  })
  ringOutbox()
  expect(bells).toBe(1)
  const rung = new Promise<void>((resolve) => {
    const stopWaiting = listenFor('outbox', () => {
      stopWaiting()
      resolve()
    })
  })
  await systemPool().query("SELECT pg_notify('pawl_outbox', 'another process')")
  await rung
  stop()
})
