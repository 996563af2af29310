import { expect, test } from 'vitest'
import { matchKeys, pressOf } from './shortcut-keys'

const NONE = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false }

test('control and command are the same chord', () => {
  expect(pressOf({ ...NONE, key: 'k', ctrlKey: true })).toBe('mod+k')
  expect(pressOf({ ...NONE, key: 'K', metaKey: true })).toBe('mod+k')
})

test('a question mark is itself, whatever keys make it', () => {
  expect(pressOf({ ...NONE, key: '?', shiftKey: true })).toBe('?')
  expect(pressOf({ ...NONE, key: 'G', shiftKey: true })).toBe('g')
  expect(pressOf({ ...NONE, key: 'F', altKey: true, shiftKey: true })).toBe('alt+shift+f')
})

test('a sequence is done only in its order', () => {
  expect(matchKeys('g r', ['g'])).toBe('partly')
  expect(matchKeys('g r', ['x', 'g', 'r'])).toBe('done')
  expect(matchKeys('g r', ['r', 'g'])).toBe('partly')
  expect(matchKeys('g r', ['r'])).toBe('no')
})
