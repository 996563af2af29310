import { describe, expect, it } from 'vitest'
import { mergeProps } from './slot'

describe('mergeProps', () => {
  it('runs both handlers, the inner one first', () => {
    const calls: string[] = []
    const merged = mergeProps({ onClick: () => calls.push('outer') }, { onClick: () => calls.push('inner') })
    if (typeof merged.onClick !== 'function') throw new Error('no handler')
    merged.onClick()
    expect(calls).toEqual(['inner', 'outer'])
  })

  it('adds up classes, styles and descriptions', () => {
    expect(
      mergeProps(
        { className: 'a', style: { color: 'red', top: 1 }, 'aria-describedby': 'tip' },
        { className: 'b', style: { top: 2 }, 'aria-describedby': 'hint' },
      ),
    ).toEqual({ className: 'a b', style: { color: 'red', top: 2 }, 'aria-describedby': 'tip hint' })
  })

  it('lets the inner say otherwise, but not by leaving something undefined', () => {
    expect(mergeProps({ id: 'outer', title: 't' }, { id: 'inner', title: undefined })).toEqual({
      id: 'inner',
      title: 't',
    })
  })
})
