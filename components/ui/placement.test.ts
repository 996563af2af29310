import { describe, expect, it } from 'vitest'
import { placeBeside } from './placement'

const SCREEN = { width: 400, height: 300 }
const BOX = { width: 100, height: 20 }
const at = (left: number, top: number) => ({ left, top, width: 40, height: 30 })

describe('placeBeside', () => {
  it.each([
    ['top', { left: 150, top: 94 }],
    ['bottom', { left: 150, top: 156 }],
    ['left', { left: 74, top: 125 }],
    ['right', { left: 226, top: 125 }],
  ] as const)('puts it at the %s, in the middle of that edge', (side, place) => {
    expect(placeBeside(at(180, 120), BOX, SCREEN, side)).toEqual(place)
  })

  it('turns to the other side where the wished one has no room', () => {
    expect(placeBeside(at(180, 5), BOX, SCREEN, 'top').top).toBe(41)
    expect(placeBeside(at(180, 265), BOX, SCREEN, 'bottom').top).toBe(239)
    expect(placeBeside(at(10, 120), BOX, SCREEN, 'left').left).toBe(56)
    expect(placeBeside(at(350, 120), BOX, SCREEN, 'right').left).toBe(244)
  })

  it('stays on the screen near a corner and where neither side has room', () => {
    expect(placeBeside(at(0, 120), BOX, SCREEN, 'top').left).toBe(8)
    expect(placeBeside(at(390, 120), BOX, SCREEN, 'top').left).toBe(292)
    expect(placeBeside(at(180, 10), { width: 100, height: 290 }, SCREEN, 'top').top).toBe(8)
  })
})
