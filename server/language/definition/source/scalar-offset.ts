import type { ScalarNode } from './node'

/**
 * Where the character `index` of a scalar's value stands in the document. Quotes, escapes, folded lines
 * and the indentation of block texts lie between; the two texts are walked side by side.
 */
export function offsetInScalar(source: string, node: ScalarNode, index: number): number {
  const value = String(node.value)
  const raw = source.slice(node.start, node.end)
  const style = raw.charAt(0)
  let at = style === '"' || style === "'" ? 1 : 0
  if (style === '|' || style === '>') at = raw.indexOf('\n') + 1
  for (let done = 0; done < index && at < raw.length; done++) {
    at = skip(raw, at, value, done)
    at += widthOf(raw, at, style)
  }
  return node.start + Math.min(skip(raw, at, value, index), raw.length)
}

/** Passes white space that the value does not have: indentation, line breaks that were folded away. */
function skip(raw: string, from: number, value: string, index: number): number {
  const wanted = value.charAt(index)
  let at = from
  while (at < raw.length && /\s/.test(raw.charAt(at)) && !/\s/.test(wanted)) at++
  return at
}

/** How many characters of the document one character of the value takes. */
function widthOf(raw: string, at: number, style: string): number {
  if (style === "'" && raw.startsWith("''", at)) return 2
  if (style !== '"' || raw.charAt(at) !== '\\') return 1
  const letter = raw.charAt(at + 1)
  return { x: 4, u: 6, U: 10 }[letter] ?? 2
}
