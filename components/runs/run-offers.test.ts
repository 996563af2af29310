import { describe, expect, it } from 'vitest'
import { type Offering, offersOf } from './run-offers'

const RUN: Offering['run'] = {
  status: 'running',
  cancelRequested: false,
  isForced: false,
  isPaused: false,
  part: null,
  undoable: [],
  payloadsErasedAt: null,
  eventsErasedAt: null,
}

function offered(run: Partial<Offering['run']>, more: Partial<Omit<Offering, 'run'>> = {}) {
  const offers = offersOf({ run: { ...RUN, ...run }, view: undefined, can: () => true, ...more })
  return Object.entries(offers)
    .filter(([, isOffered]) => isOffered)
    .map(([name]) => name)
}

describe('what is offered for a run', () => {
  it('under way: pause and cancel, then stop', () => {
    expect(offered({})).toEqual(['pause', 'cancel'])
    expect(offered({ cancelRequested: true })).toEqual(['stop'])
    expect(offered({ cancelRequested: true, isForced: true })).toEqual([])
  })

  it('paused: continue and cancel', () => {
    expect(offered({ isPaused: true })).toEqual(['continue', 'cancel'])
  })

  it('failed: resume and replay, and roll back where there is something to undo', () => {
    expect(offered({ status: 'failed' })).toEqual(['resume', 'replay', 'erase'])
    expect(offered({ status: 'failed', undoable: ['a'] })).toEqual(['resume', 'replay', 'rollBack', 'erase'])
  })

  it('succeeded: no resume', () => {
    expect(offered({ status: 'succeeded' })).toEqual(['replay', 'erase'])
  })

  it('erased: nothing that needs what it knew', () => {
    const erased = '2026-01-01T00:00:00.000Z'
    expect(offered({ status: 'failed', payloadsErasedAt: erased, undoable: ['a'] })).toEqual([])
    expect(offered({ status: 'failed', eventsErasedAt: erased, undoable: ['a'] })).toEqual(['erase'])
  })

  it('the log counts where it is ahead of the row', () => {
    const ended = { status: 'failed', isCancelRequested: false, isCancelForced: false } as const
    expect(offered({ undoable: ['a'] }, { view: ended })).toContain('rollBack')
    const paused = { ...ended, status: 'waiting', pausedAt: '2026-01-01T00:00:00.000Z' } as const
    expect(offered({}, { view: paused })).toEqual(['continue', 'cancel'])
  })

  it('without permission: nothing', () => {
    expect(offered({ status: 'failed', undoable: ['a'] }, { can: () => false })).toEqual([])
    expect(offered({}, { can: (permission) => permission === 'runs.resume' })).toEqual([])
  })
})
