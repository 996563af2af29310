import { expect, test } from 'vitest'
import { createBatches } from './batches'

test('what comes while a batch is under way goes together in the next one', async () => {
  const batches: number[][] = []
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const double = createBatches<number, number>(
    async (items) => {
      batches.push(items)
      await opened
      return items.map((item) => item * 2)
    },
    { maxItems: 3, maxUnderWay: 1 },
  )
  const first = double(1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(double.isBusy()).toBe(true)
  const others = [2, 3, 4, 5].map(double)
  open()
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8, 10])
  expect(double.isBusy()).toBe(false)
  expect(batches).toEqual([[1], [2, 3, 4], [5]])
})

test('one that fails takes no other with it', async () => {
  const root = createBatches<number, number>(
    async (items) => {
      if (items.some((item) => item < 0)) throw new Error('There is no such root.')
      return items.map(Math.sqrt)
    },
    { maxItems: 10, maxUnderWay: 2 },
  )
  const results = await Promise.allSettled([4, -1, 9].map(root))
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    2,
    'failed',
    3,
  ])
})

test('at once: what comes in one breath goes together, before anything else happens', async () => {
  const batches: number[][] = []
  const echo = createBatches<number, number>(
    async (items) => {
      batches.push(items)
      return items
    },
    { maxItems: 10, maxUnderWay: 1, isAtOnce: true },
  )
  let hasTurned = false
  setImmediate(() => {
    hasTurned = true
  })
  const answers = [1, 2, 3].map(echo)
  expect(batches).toEqual([])
  await Promise.all(answers)
  expect(batches).toEqual([[1, 2, 3]])
  expect(hasTurned).toBe(false)
})

test('a batch that takes longer than one has patience for keeps no others waiting', async () => {
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const ask = createBatches<string, string>(
    async (items) => {
      if (items.includes('slow')) await finished
      return items
    },
    { maxItems: 10, maxUnderWay: 1, isAtOnce: true, patienceMs: 5 },
  )
  const slow = ask('slow')
  await new Promise((resolve) => setImmediate(resolve))
  expect(await ask('quick')).toBe('quick')
  finish()
  expect(await slow).toBe('slow')
})

test('what may not be done again fails for all', async () => {
  let calls = 0
  const ask = createBatches<number, number>(
    async () => {
      calls += 1
      throw new Error('Nobody knows.')
    },
    { maxItems: 10, maxUnderWay: 1, mayRepeat: () => false },
  )
  const answers = await Promise.allSettled([ask(1), ask(2)])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(calls).toBe(1)
})
