/**
 * The path of the first text that Postgres cannot keep: one with U+0000, or with half of a surrogate pair.
 * Recursive: refuse deep values first.
 */
export function findUnstorable(value: unknown, path: readonly (string | number)[] = []): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path.join('.')
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, item] of Object.entries(value)) {
    if (!isStorable(name)) return [...path, name].join('.')
    const found = findUnstorable(item, [...path, name])
    if (found !== undefined) return found
  }
  return undefined
}

// With the flag, a pair is one code point: what is left of category Cs stands alone.
const UNSTORABLE = /\0|\p{Cs}/u

function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text)
}
