import { describe, expect, it } from 'vitest'
import { allToggled, keptIn, NOTHING_SELECTED, toggled } from './selection-rules'

const LIST = ['a', 'b', 'c', 'd', 'e']
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('')

describe('toggled', () => {
  it('takes a row in and out again', () => {
    const one = toggled(NOTHING_SELECTED, LIST, 'b', false)
    expect(ids(one)).toBe('b')
    expect(ids(toggled(one, LIST, 'b', false))).toBe('')
  })

  it('draws a range from the last row touched, in either direction', () => {
    const down = toggled(toggled(NOTHING_SELECTED, LIST, 'b', false), LIST, 'd', true)
    expect(ids(down)).toBe('bcd')
    expect(ids(toggled(toggled(NOTHING_SELECTED, LIST, 'e', false), LIST, 'c', true))).toBe('cde')
  })

  it('takes a range out where its end was in', () => {
    const all = allToggled(NOTHING_SELECTED, LIST)
    expect(ids(toggled(toggled(all, LIST, 'b', false), LIST, 'd', true))).toBe('ae')
  })

  it('takes one row where a range has no beginning in the list', () => {
    expect(ids(toggled(NOTHING_SELECTED, LIST, 'c', true))).toBe('c')
    expect(ids(toggled({ ids: new Set(), anchor: 'gone' }, LIST, 'c', true))).toBe('c')
  })
})

describe('allToggled', () => {
  it('selects all, and none once all are', () => {
    const all = allToggled(toggled(NOTHING_SELECTED, LIST, 'b', false), LIST)
    expect(ids(all)).toBe('abcde')
    expect(ids(allToggled(all, LIST))).toBe('')
    expect(ids(allToggled(NOTHING_SELECTED, []))).toBe('')
  })
})

describe('keptIn', () => {
  it('forgets rows that are gone, and is the same where none is', () => {
    const all = allToggled(NOTHING_SELECTED, LIST)
    expect(ids(keptIn(all, ['b', 'x']))).toBe('b')
    expect(keptIn(all, LIST)).toBe(all)
  })
})
