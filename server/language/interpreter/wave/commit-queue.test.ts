import { describe, expect, it } from 'vitest'
import { AppError } from '@/server/kernel/errors'
import type { CommitItem } from '../../contracts'
import { CommitQueue } from './commit-queue'

const event = (path: string): CommitItem => ({ type: 'step.cancelled', path })

/** A store whose commits end when the test says so. */
function slowStore() {
  const commits: { paths: string[]; end(error?: unknown): Promise<void> }[] = []
  const errors: unknown[] = []
  const queue = new CommitQueue({
    commit: (items) =>
      new Promise((resolve, reject) => {
        commits.push({
          paths: items.map((item) => ('path' in item ? item.path : '')),
          async end(error) {
            if (error === undefined) resolve()
            else reject(error)
            await new Promise(setImmediate)
            queue.flush({ evenQuiet: false })
          },
        })
      }),
    now: () => new Date(0),
    post: (turn) => turn(),
    onError: (error) => errors.push(error),
  })
  return { queue, commits, errors, paths: () => commits.map((commit) => commit.paths) }
}

describe('the commit queue', () => {
  it('has one transaction under way, and puts what came in meanwhile into the next', async () => {
    const { queue, commits, paths } = slowStore()
    const done: string[] = []
    for (const path of ['a', 'b', 'c']) {
      queue.add([event(path)], () => done.push(path))
      queue.flush({ evenQuiet: false })
    }
    expect(paths()).toEqual([['a']])
    await commits[0]?.end()
    expect([paths(), done]).toEqual([[['a'], ['b', 'c']], ['a']])
    await commits[1]?.end()
    expect([done, queue.isIdle]).toEqual([['a', 'b', 'c'], true])
  })

  it('lets quiet events wait for company', async () => {
    const { queue, paths } = slowStore()
    queue.addQuietly(event('log'))
    queue.flush({ evenQuiet: false })
    expect([paths(), queue.hasQuiet]).toEqual([[], true])
    queue.add([event('a')])
    queue.flush({ evenQuiet: false })
    expect(paths()).toEqual([['log', 'a']])
  })

  it('sends what may be refused alone, in its place, and goes on after a conflict', async () => {
    const { queue, commits, errors, paths } = slowStore()
    let conflicts = 0
    queue.add([event('a')])
    queue.addAlone(
      [event('alone')],
      () => undefined,
      () => {
        conflicts += 1
      },
    )
    queue.add([event('b')])
    queue.flush({ evenQuiet: false })
    await commits[0]?.end()
    await commits[1]?.end(new AppError('conflict', 'decided'))
    expect(paths()).toEqual([['a'], ['alone'], ['b']])
    expect([conflicts, errors]).toEqual([1, []])
  })

  it('reports any other failure', async () => {
    const { queue, commits, errors } = slowStore()
    queue.add([event('a')])
    queue.flush({ evenQuiet: false })
    await commits[0]?.end(new AppError('conflict', 'not one that was expected'))
    expect(errors).toHaveLength(1)
  })
})
