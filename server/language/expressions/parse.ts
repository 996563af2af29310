import { type AnyNode, type Expression, type Program, parse, parseExpressionAt } from 'acorn'

/** Longer than this belongs into a `code` step. */
export const MAX_EXPRESSION_LENGTH = 10_000

/** `program`: the body of a function, as `code` steps have it. */
export type CodeMode = 'expression' | 'program'

export type SyntaxProblem = { message: string; at: number }

export type ParsedExpression =
  | { ok: true; ast: Expression; end: number }
  | { ok: false; problem: SyntaxProblem }

/** Parses one JavaScript expression that is all of `source`. */
export function parseExpression(source: string): ParsedExpression {
  if (source.trim() === '') return failed('The expression is empty.', 0)
  if (source.trim().length > MAX_EXPRESSION_LENGTH) return failed(TOO_LONG, 0)
  const parsed = parseLeadingExpression(source)
  if (!parsed.ok) return parsed
  const rest = source.slice(parsed.end)
  if (rest.trim() === '') return parsed
  const at = parsed.end + (rest.length - rest.trimStart().length)
  return failed(`Unexpected \`${source.slice(at, at + 12).trim()}\` after the expression.`, at)
}

/**
 * Parses the expression that a text starts with and tells where it ends; what follows is the caller's.
 * The text is cut to what an expression may have, so that reading many of a long text stays linear.
 */
export function parseLeadingExpression(text: string): ParsedExpression {
  const source = text.slice(0, MAX_EXPRESSION_LENGTH + 1)
  if (isNestedTooDeeply(source)) return failed(TOO_DEEP, 0)
  try {
    const ast = parseExpressionAt(source, 0, { ecmaVersion: 2022, sourceType: 'module' })
    const end = endWithParentheses(source, ast)
    return end > MAX_EXPRESSION_LENGTH ? failed(TOO_LONG, 0) : { ok: true, ast, end }
  } catch (error) {
    const problem = syntaxProblem(error)
    return problem.at >= MAX_EXPRESSION_LENGTH ? failed(TOO_LONG, 0) : { ok: false, problem }
  }
}

/** Parses the body of an async function, as a `code` step has it. */
export function parseProgram(
  source: string,
): { ok: true; ast: Program } | { ok: false; problem: SyntaxProblem } {
  if (isNestedTooDeeply(source)) return failed(TOO_DEEP, 0)
  try {
    const ast = parse(source, {
      ecmaVersion: 2022,
      sourceType: 'script',
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
    })
    return { ok: true, ast }
  } catch (error) {
    return { ok: false, problem: syntaxProblem(error) }
  }
}

export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The nodes directly below a node, in source order. */
export function childNodes(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = []
  for (const value of Object.values(node)) {
    if (isNode(value)) children.push(value)
    else if (Array.isArray(value)) children.push(...value.filter(isNode))
  }
  return children
}

const TOO_LONG = `The expression is longer than ${MAX_EXPRESSION_LENGTH} characters. Move it into a \`code\` step.`

/** acorn leaves parentheses around the whole expression out of the node's range. */
function endWithParentheses(text: string, ast: Expression): number {
  let open = 0
  for (let index = 0; index < ast.start; index++) if (text[index] === '(') open++
  let end = ast.end
  while (open > 0) {
    const closing = text.indexOf(')', end)
    if (closing < 0) break
    end = closing + 1
    open--
  }
  return end
}

const TOO_DEEP = 'The code is nested too deeply.'
const MAX_NESTING = 200

/**
 * The parser recurses, and Node ends the process when a regular expression is compiled near the end of the
 * stack: so what nests beyond reason does not reach it. Brackets in texts count too; 200 open ones are rare.
 */
function isNestedTooDeeply(text: string): boolean {
  let depth = 0
  let signs = 0
  for (const character of text) {
    if (character === '(' || character === '[' || character === '{') depth++
    else if (character === ')' || character === ']' || character === '}') depth = Math.max(0, depth - 1)
    if (character === '!' || character === '~' || character === '-' || character === '+') signs++
    else if (character !== ' ') signs = 0
    if (depth > MAX_NESTING || signs > MAX_NESTING) return true
  }
  return false
}

function syntaxProblem(error: unknown): SyntaxProblem {
  if (error instanceof RangeError) return { message: TOO_DEEP, at: 0 }
  if (!(error instanceof SyntaxError)) throw error
  if (error.message.startsWith('Not enough stack')) return { message: TOO_DEEP, at: 0 }
  // acorn's SyntaxErrors carry the offset as `pos`.
  const at = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0
  return { message: `${error.message.replace(/ \(\d+:\d+\)$/, '')}.`, at }
}

function failed(message: string, at: number): { ok: false; problem: SyntaxProblem } {
  return { ok: false, problem: { message, at } }
}
