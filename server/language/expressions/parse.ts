import { type AnyNode, type Expression, type Program, parse, parseExpressionAt } from 'acorn'

/** Longer than this belongs into a `code` step. */
export const MAX_EXPRESSION_LENGTH = 10_000

export type SyntaxProblem = { message: string; at: number }

export type ParsedExpression =
  | { ok: true; ast: Expression; end: number }
  | { ok: false; problem: SyntaxProblem }

/** Parses one JavaScript expression that is all of `source`. */
export function parseExpression(source: string): ParsedExpression {
  if (source.trim() === '') return failed('The expression is empty.', 0)
  const parsed = parseExpressionFrom(source, 0)
  if (!parsed.ok) return parsed
  const rest = source.slice(parsed.end)
  if (rest.trim() === '') return parsed
  const at = parsed.end + (rest.length - rest.trimStart().length)
  return failed(`Unexpected \`${source.slice(at, at + 12).trim()}\` after the expression.`, at)
}

/** Parses the expression that starts at `from` and tells where it ends; what follows is the caller's. */
export function parseExpressionFrom(text: string, from: number): ParsedExpression {
  try {
    const ast = parseExpressionAt(text, from, { ecmaVersion: 2022, sourceType: 'module' })
    const end = endWithParentheses(text, from, ast)
    if (end - from > MAX_EXPRESSION_LENGTH) return failed(TOO_LONG, from)
    return { ok: true, ast, end }
  } catch (error) {
    return { ok: false, problem: syntaxProblem(error, from) }
  }
}

/** Parses the function body of a `code` step. */
export function parseProgram(
  source: string,
): { ok: true; ast: Program } | { ok: false; problem: SyntaxProblem } {
  try {
    const ast = parse(source, {
      ecmaVersion: 2022,
      sourceType: 'script',
      allowReturnOutsideFunction: true,
    })
    return { ok: true, ast }
  } catch (error) {
    return { ok: false, problem: syntaxProblem(error, 0) }
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
function endWithParentheses(text: string, from: number, ast: Expression): number {
  let open = 0
  for (let index = from; index < ast.start; index++) if (text[index] === '(') open++
  let end = ast.end
  while (open > 0) {
    const closing = text.indexOf(')', end)
    if (closing < 0) break
    end = closing + 1
    open--
  }
  return end
}

function syntaxProblem(error: unknown, from: number): SyntaxProblem {
  if (error instanceof RangeError) return { message: 'The expression is nested too deeply.', at: from }
  if (!(error instanceof SyntaxError)) throw error
  // acorn's SyntaxErrors carry the offset as `pos`.
  const at = 'pos' in error && typeof error.pos === 'number' ? error.pos : from
  return { message: `${error.message.replace(/ \(\d+:\d+\)$/, '')}.`, at }
}

function failed(message: string, at: number): { ok: false; problem: SyntaxProblem } {
  return { ok: false, problem: { message, at } }
}
