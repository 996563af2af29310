import { describe, expect, it } from 'vitest'
import { passwordStrength } from './password-strength'

const levelOf = (password: string, known?: string[]) => passwordStrength(password, known).level

describe('passwordStrength', () => {
  it('says how many characters are missing', () => {
    expect(passwordStrength('eleven char')).toMatchObject({
      word: 'Too short',
      hint: '1 more character to go.',
    })
  })

  it('ranks four unrelated words above one word with ornaments', () => {
    expect(levelOf('correct horse battery staple')).toBe(4)
    expect(levelOf('Password1234!')).toBe(1)
  })

  it('counts repeats as one', () => {
    expect(levelOf('aaaaaaaaaaaaaaaaaaaaaaaa')).toBe(1)
    expect(levelOf('abcabcabcabcabcabcabc')).toBe(1)
  })

  it('does not count what anybody knows of the person', () => {
    const own = ['Ada Lovelace', 'ada@analytical.example']
    expect(levelOf('ada lovelace analytical', own)).toBeLessThan(levelOf('ada lovelace analytical'))
  })

  it('says nothing of an empty field but what is wanted', () => {
    expect(passwordStrength('')).toMatchObject({ level: 0, word: '' })
  })
})
