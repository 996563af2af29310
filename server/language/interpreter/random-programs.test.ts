import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atDepth } from '@/test/depth'
import { checkWorkflow, printWorkflow } from '../definition'
import { type ProgramOrder, randomPrograms } from '../testing/random-programs'
import { expectSameAfterCrashes, expectToStop, runProgram } from '../testing/run-program'

const ORDERS: ProgramOrder[] = ['sequential', 'wide']

describe.each(ORDERS)('a %s program', (order) => {
  it('is one that could be written', () => {
    fc.assert(
      fc.property(randomPrograms(order), (definition) => {
        const { problems } = checkWorkflow(printWorkflow(definition))
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
      { numRuns: atDepth(12, 120) },
    )
  })

  it('gives the same whenever it is run', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomPrograms(order), async (definition) => {
        const once = await runProgram(definition)
        expect((await runProgram(definition)).came).toEqual(once.came)
      }),
      { numRuns: atDepth(4, 40) },
    )
  })

  it('gives the same after a crash between any two commits', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        randomPrograms(order),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('before' as const, 'after' as const),
        (definition, where, when) =>
          expectSameAfterCrashes(definition, (commits) => [
            { commit: 1 + Math.floor(where * (commits - 1)), when },
          ]),
      ),
      { numRuns: atDepth(12, 160) },
    )
  })

  it('that is cancelled ends with nothing left open, whatever crashes', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        randomPrograms(order),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (definition, cancelAtWork, commit) =>
          expectToStop(definition, { cancelAtWork, crashAt: { commit, when: 'after' } }),
      ),
      { numRuns: atDepth(15, 160) },
    )
  })
})
