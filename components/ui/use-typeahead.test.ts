import { describe, expect, it } from 'vitest'
import { nextMatch } from './use-typeahead'

const OPTIONS = [
  { value: 'a', label: 'Alpha' },
  { value: 'b', label: 'Beta' },
  { value: 'br', label: 'Bravo' },
  { value: 'bx', label: 'Bxx', isDisabled: true },
  { value: 'n', label: 42 },
]

describe('nextMatch', () => {
  it.each([
    ['a letter finds the first that begins with it', undefined, 'b', 'b'],
    ['the letter again goes on to the next', 'b', 'bb', 'br'],
    ['and comes round, past what is disabled', 'br', 'b', 'b'],
    ['several letters must fit as a whole', 'b', 'br', 'br'],
    ['what is chosen may fit still', 'br', 'bra', 'br'],
    ['nothing fits', 'a', 'x', undefined],
  ])('%s', (_title, value, typed, found) => {
    expect(nextMatch(OPTIONS, value, typed)).toBe(found)
  })
})
