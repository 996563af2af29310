import { expect, test, vi } from 'vitest'
import { createTurns, type Turns } from './turns'

/** Takes places one after the other; gives the order in which they were given. */
function taking(turns: Turns): { take(tenant: string, times?: number): void; given: string[] } {
  const given: string[] = []
  return {
    given,
    take(tenant, times = 1) {
      for (let nth = 0; nth < times; nth += 1) {
        const wait = turns.take(tenant)
        if (wait) void wait.then(() => given.push(tenant))
        else given.push(tenant)
      }
    },
  }
}

/** What was waited for has been heard. */
const heard = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a tenant that is alone has every place, and the next ones in the order of asking', async () => {
  const turns = createTurns(4, 1)
  const { take, given } = taking(turns)
  take('crowd', 6)
  expect(given).toHaveLength(4)
  turns.giveBack('crowd')
  await heard()
  expect(given).toHaveLength(5)
})

test('who comes while another one has hundreds waiting gets the next place', async () => {
  const turns = createTurns(4, 2)
  const { take, given } = taking(turns)
  take('crowd', 300)
  take('guest')
  turns.giveBack('crowd')
  await heard()
  expect(given).toEqual(['crowd', 'crowd', 'crowd', 'crowd', 'guest'])
})

test('while others are there a tenant holds no more than its share', async () => {
  const turns = createTurns(4, 2)
  const { take, given } = taking(turns)
  take('guest')
  turns.giveBack('guest')
  take('crowd', 3)
  expect(given.filter((tenant) => tenant === 'crowd')).toHaveLength(2)
  turns.giveBack('crowd')
  await heard()
  expect(given.filter((tenant) => tenant === 'crowd')).toHaveLength(3)
})

test('who is alone again has all the places again, with one that is given back', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const turns = createTurns(4, 1)
    const { take, given } = taking(turns)
    take('guest')
    turns.giveBack('guest')
    take('crowd', 9)
    expect(given).toEqual(['guest', 'crowd'])
    vi.advanceTimersByTime(600)
    turns.giveBack('crowd')
    await heard()
    expect(given).toEqual(['guest', ...Array.from({ length: 5 }, () => 'crowd')])
  } finally {
    vi.useRealTimers()
  }
})

test('of those who wait, whoever holds the fewest is next', async () => {
  const turns = createTurns(3, 3)
  const { take, given } = taking(turns)
  take('one', 2)
  take('two')
  take('one')
  take('two')
  take('three')
  turns.giveBack('two')
  turns.giveBack('one')
  await heard()
  expect(given.slice(3)).toEqual(['two', 'three'])
})
