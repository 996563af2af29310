import { describe, expect, it } from 'vitest'
import { changeOf, changeOfShare } from './change-rules'

describe('a change', () => {
  it('is told in percent, and is good or bad only where one way is better', () => {
    expect(changeOf(112, 100, undefined)).toEqual({ direction: 'up', text: '12%', tone: 'neutral' })
    expect(changeOf(80, 100, 'down')).toEqual({ direction: 'down', text: '20%', tone: 'success' })
    expect(changeOf(120, 100, 'down')).toEqual({ direction: 'up', text: '20%', tone: 'danger' })
  })

  it('of more than twice as much again is told in times', () => {
    expect(changeOf(450, 100, undefined)).toMatchObject({ direction: 'up', text: '4.5×' })
  })

  it('too small to tell is none', () => {
    expect(changeOf(1_001, 1_000, 'up')).toEqual({ direction: 'same', text: 'No change', tone: 'neutral' })
    expect(changeOfShare(0.9001, 0.9, 'up')).toMatchObject({ direction: 'same' })
  })

  it('of a share is told in points', () => {
    expect(changeOfShare(0.9, 0.977, 'up')).toEqual({ direction: 'down', text: '7.7 points', tone: 'danger' })
    expect(changeOfShare(0.98, 0.97, 'up')).toMatchObject({ text: '1 point', tone: 'success' })
  })

  it('needs something to compare with', () => {
    expect(changeOf(5, 0, 'up')).toBeUndefined()
    expect(changeOf(5, null, 'up')).toBeUndefined()
    expect(changeOfShare(null, 0.5, 'up')).toBeUndefined()
  })
})
