import { PASSWORD_MIN_LENGTH } from '@/server/features/sessions/rules'

export interface Strength {
  /** Filled bars of four. */
  level: 0 | 1 | 2 | 3 | 4
  word: string
  hint: string
}

const COMMON = /pass.?w[o0]rd|qwert|asdf|letmein|welcome|admin|12345|abcde|iloveyou/i

/**
 * A hint, not a gate: the length that must be, then how many guesses a password stands, judged by its
 * length, its kinds of characters and what is easily guessed (repeats, well-known words, one's own name).
 */
export function passwordStrength(password: string, known: readonly string[] = []): Strength {
  const length = [...password].length
  if (length === 0)
    return { level: 0, word: '', hint: `At least ${PASSWORD_MIN_LENGTH} characters; a few words do well.` }
  if (length < PASSWORD_MIN_LENGTH) {
    const missing = PASSWORD_MIN_LENGTH - length
    return {
      level: 1,
      word: 'Too short',
      hint: `${missing} more character${missing === 1 ? '' : 's'} to go.`,
    }
  }
  const bits = guessBits(password, known)
  if (bits < 45) return { level: 1, word: 'Weak', hint: 'Easily guessed. Add unrelated words.' }
  if (bits < 60) return { level: 2, word: 'Fair', hint: 'Another word makes it strong.' }
  if (bits < 80) return { level: 3, word: 'Good', hint: 'Hard to guess.' }
  return { level: 4, word: 'Strong', hint: 'Very hard to guess.' }
}

function guessBits(password: string, known: readonly string[]): number {
  const own = known.flatMap((text) => text.toLowerCase().split(/[\s@._-]+/)).filter((word) => word.length > 2)
  let rest = password.toLowerCase()
  for (const word of own) rest = rest.replaceAll(word, '')
  rest = rest.replace(COMMON, '').replace(/(.{1,3}?)\1{2,}/g, '$1')
  // Letters of words carry about 2.5 bits each, not log2(26); digits and signs a little more.
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d\s]/, /\s/].filter((kind) => kind.test(password)).length
  const varied = new Set(rest).size
  return Math.min([...rest].length, varied * 3) * (2.2 + 0.5 * kinds)
}
