import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DueQueue } from './due-queue'

it('does what is due in order of time, then of adding, without what was cancelled', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), fc.nat(25), (entries, nowMs) => {
      const queue = new DueQueue()
      const done: number[] = []
      for (const [index, [atMs, isCancelled]] of entries.entries()) {
        const due = queue.add(atMs, () => done.push(index))
        if (isCancelled) due.cancel()
      }
      queue.runDue(nowMs)
      const live = entries.flatMap(([atMs, isCancelled], index) => (isCancelled ? [] : [{ atMs, index }]))
      const expected = live
        .filter(({ atMs }) => atMs <= nowMs)
        .sort((a, b) => a.atMs - b.atMs || a.index - b.index)
      expect(done).toEqual(expected.map(({ index }) => index))
      const later = live.filter(({ atMs }) => atMs > nowMs).map(({ atMs }) => atMs)
      expect(queue.nextAtMs).toBe(later.length === 0 ? undefined : Math.min(...later))
    }),
  )
})
