import { Lexer } from 'yaml'

/** Deeper documents are refused: no workflow needs it, and everything after may recurse. */
export const MAX_DEPTH = 64

/** What the lexer puts before the text of a scalar. */
const SCALAR = '\x1f'

/**
 * Where a document nests too deeply, seen before it is parsed: the YAML parser recurses, and Node ends the
 * process when a regular expression is compiled near the end of the stack (200,000 `[` do it). Indentation
 * needs no look: 1 MiB holds too few levels.
 */
export function deepOffset(source: string): number | undefined {
  let offset = 0
  let flowDepth = 0
  let lineDepth = 0
  let isText = false
  for (const token of new Lexer().lex(source)) {
    if (isText) isText = false
    else if (token === SCALAR) isText = true
    else if (token === '[' || token === '{') flowDepth++
    else if (token === ']' || token === '}') flowDepth = Math.max(0, flowDepth - 1)
    else if (token === '-' || token === '?') lineDepth++
    else if (token === '\n' || token === '\r\n') lineDepth = 0
    if (flowDepth > MAX_DEPTH || lineDepth > MAX_DEPTH) return offset
    if (!MARKS.has(token)) offset += token.length
  }
  return undefined
}

/** Tokens without a character in the source: document, flow error and scalar marks. */
const MARKS = new Set(['\x02', '\x18', SCALAR])
