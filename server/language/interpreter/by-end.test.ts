import { expect, it } from 'vitest'
import { byEnd } from './by-end'

it('steps stand in the order in which they ended, after those that did not', () => {
  const steps = [{ endedSeq: 7 }, { endedSeq: 3 }, {}, { endedSeq: 5 }]
  expect(steps.sort(byEnd)).toEqual([{}, { endedSeq: 3 }, { endedSeq: 5 }, { endedSeq: 7 }])
})
