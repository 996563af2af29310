import { bareExpression } from './evaluate'
import { parseExpression } from './parse'

/** Whether a condition that reads nothing is true; `undefined` for every other one. */
export function constantTruth(condition: string): boolean | undefined {
  const parsed = parseExpression(bareExpression(condition))
  if (!parsed.ok) return undefined
  const { ast } = parsed
  if (ast.type === 'Literal') return Boolean(ast.value)
  const isNegated = ast.type === 'UnaryExpression' && ast.operator === '!' && ast.argument.type === 'Literal'
  return isNegated && ast.argument.type === 'Literal' ? !ast.argument.value : undefined
}
