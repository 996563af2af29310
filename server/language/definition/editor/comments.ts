import { Lexer } from 'yaml'

/** The lexer's mark that the next token is the text of a scalar. */
const SCALAR = '\x1f'

/** Every comment of a YAML text, `#` and all, in its order. */
export function commentsOf(source: string): string[] {
  const comments: string[] = []
  let isText = false
  for (const token of new Lexer().lex(source)) {
    if (!isText && token.startsWith('#')) comments.push(token.trimEnd())
    isText = token === SCALAR
  }
  return comments
}
