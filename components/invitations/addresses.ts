import { emailSchema } from '@/server/features/sessions/schema'

export interface Addresses {
  valid: string[]
  /** Pieces that are no address, as they were written. */
  invalid: string[]
}

/**
 * Addresses out of pasted text: separated by space, comma, semicolon or line, each once, also as mail
 * programs write them (`Ada Lovelace <ada@example.com>`).
 */
export function readAddresses(text: string): Addresses {
  const valid = new Set<string>()
  const invalid = new Set<string>()
  for (const piece of piecesOf(text)) {
    const parsed = emailSchema.safeParse(piece)
    if (parsed.success) valid.add(parsed.data)
    else invalid.add(piece)
  }
  return { valid: [...valid], invalid: [...invalid] }
}

function piecesOf(text: string): string[] {
  return text.split(/[\n,;]+/).flatMap((part) => {
    const inBrackets = [...part.matchAll(/<([^<>]*)>/g)].map((match) => match[1]?.trim() ?? '')
    const pieces = inBrackets.length > 0 ? inBrackets : part.split(/\s+/)
    return pieces.filter((piece) => piece !== '')
  })
}
