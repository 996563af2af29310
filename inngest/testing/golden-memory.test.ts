import { expect, test } from 'vitest'
import { readGoldens, writeExpected } from '@/server/language/testing/golden/goldens'
import { runInMemory } from './golden-memory'

const goldens = readGoldens()

test('there are golden workflows', () => {
  expect(goldens.length).toBeGreaterThanOrEqual(40)
})

test.each(goldens)('$name runs in memory as it is written down', async (golden) => {
  const run = await runInMemory(golden)
  if (process.env.PAWL_GOLDEN === 'write') writeExpected(golden, run)
  else expect(run).toEqual(golden.expected)
})
