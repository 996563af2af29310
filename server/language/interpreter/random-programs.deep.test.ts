import fc from 'fast-check'
import { describe, it } from 'vitest'
import { type ProgramOrder, randomPrograms } from '../testing/random-programs'
import { expectSameAfterCrashes } from '../testing/run-program'

const ORDERS: ProgramOrder[] = ['sequential', 'wide']

describe.each(ORDERS)('a %s program', (order) => {
  it('gives the same after a crash before and after each single commit', async () => {
    await fc.assert(
      fc.asyncProperty(randomPrograms(order), (definition) =>
        expectSameAfterCrashes(definition, (commits) =>
          Array.from({ length: commits * 2 }, (_, index) => ({
            commit: 1 + (index >> 1),
            when: index % 2 === 0 ? ('before' as const) : ('after' as const),
          })),
        ),
      ),
      { numRuns: 20 },
    )
  })
})
