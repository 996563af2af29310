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
  const others = [2, 3, 4, 5].map(double)
  open()
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8, 10])
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
