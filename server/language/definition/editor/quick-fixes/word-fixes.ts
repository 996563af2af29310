import { type FixPlace, type QuickFix, scalarAt } from './fix'

const NEAR = /^Did you mean `([^`]+)`\?$/
const WORD = /^[\w$./-]+$/

/** A word that is almost right, and the right one. */
export function wordFixes(place: FixPlace): QuickFix[] {
  const { source, problem, range } = place
  if (problem.code === 'invalid_value' && problem.message.startsWith('Only version 1'))
    return [{ label: 'Change to `1`', edits: [{ ...range, text: '1' }] }]
  const near = NEAR.exec(problem.suggestion ?? '')?.[1]
  if (near === undefined) return []
  const written = source.slice(range.start, range.end)
  const quote = /^(["']).*\1$/s.exec(written)?.[1] ?? ''
  const word = written.slice(quote.length, written.length - quote.length)
  if (!WORD.test(word)) return []
  const start = range.start + quote.length + prefixOf(problem.code, word)
  const end = range.end - quote.length
  const label = `Change to \`${near}\``
  const isField = /[.]\s*$/.test(source.slice(0, start)) && quote === ''
  if (isField && !/^[A-Za-z_$][\w$]*$/.test(near)) {
    const dot = source.lastIndexOf('.', start)
    const optional = source[dot - 1] === '?' ? '?.' : ''
    return [
      {
        label,
        edits: [{ start: dot - (optional ? 1 : 0), end, text: `${optional}${bracketed(place, near)}` }],
      },
    ]
  }
  return [{ label, edits: [{ start, end, text: near }] }]
}

/** A secret is pointed at with its root, and named without. */
function prefixOf(code: string, word: string): number {
  return code === 'unknown_secret' && word.startsWith('secrets.') ? 'secrets.'.length : 0
}

/** `["name"]` in the quotes that the YAML text around leaves free. */
export function bracketed(place: FixPlace, name: string): string {
  const scalar = scalarAt(place, place.range.start)
  const quote = scalar && place.source[scalar.start] === '"' ? "'" : '"'
  return `[${quote}${name}${quote}]`
}
