import { expect, test } from 'vitest'
import { createGathering } from './gather'

/** Work that ends when it is told to, and notes who came together. */
function stage({ lanes, most }: { lanes: number; most: number }) {
  const pieces: { key: string; items: number[]; end: (error?: Error) => void }[] = []
  const gather = createGathering<number, number>({
    lanes,
    most,
    work: (key, items) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(items.map((item) => item * 10)))
        pieces.push({ key, items, end })
      }),
  })
  return { pieces, gather, together: () => pieces.map(({ items }) => items) }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('who comes alone is served at once', () => {
  const { gather, together } = stage({ lanes: 1, most: 10 })
  void gather('a', 1)
  expect(together()).toEqual([[1]])
})

test('those who come while work is under way go together into the next, and each gets its own result', async () => {
  const { gather, pieces, together } = stage({ lanes: 1, most: 10 })
  const results = Promise.all([1, 2, 3].map((item) => gather('a', item)))
  pieces[0]?.end()
  await turn()
  expect(together()).toEqual([[1], [2, 3]])
  pieces[1]?.end()
  expect(await results).toEqual([10, 20, 30])
})

test('after company, those who come in one turn of the event loop go together', async () => {
  const { gather, pieces, together } = stage({ lanes: 1, most: 10 })
  const first = [1, 2, 3].map((item) => gather('a', item))
  pieces[0]?.end()
  await turn()
  void gather('a', 4)
  pieces[1]?.end()
  await Promise.all(first)
  void gather('a', 5)
  await turn()
  await turn()
  expect(together()).toEqual([[1], [2, 3], [4, 5]])
})

test('no more go together than may, and no more work is under way than there are lanes', async () => {
  const { gather, pieces, together } = stage({ lanes: 2, most: 2 })
  for (const item of [1, 2, 3, 4, 5]) void gather('a', item)
  expect(together()).toEqual([[1], [2]])
  pieces[0]?.end()
  await turn()
  expect(together()).toEqual([[1], [2], [3, 4]])
})

test('keys do not wait for each other', () => {
  const { gather, together } = stage({ lanes: 1, most: 10 })
  void gather('a', 1)
  void gather('b', 2)
  expect(together()).toEqual([[1], [2]])
})

test('what fails is told to all it was done for, and the next ones are served', async () => {
  const { gather, pieces } = stage({ lanes: 1, most: 10 })
  const settled = Promise.allSettled([1, 2, 3].map((item) => gather('a', item)))
  pieces[0]?.end()
  await turn()
  pieces[1]?.end(new Error('no'))
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  const next = gather('a', 4)
  await turn()
  pieces[2]?.end()
  expect(await next).toBe(40)
})
