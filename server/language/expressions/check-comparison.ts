import type { BinaryExpression, Expression } from 'acorn'
import type { ExpressionProblem } from './check'
import { memberPath } from './member-path'
import { nearest } from './nearest'
import { schemaOf } from './schema-of'
import type { ScopeInfo } from './scope'

const COMPARISONS = new Set(['==', '===', '!=', '!=='])

/** A value of which all possibilities are known, compared with a text that is none of them. */
export function checkComparison(
  node: BinaryExpression,
  scope: ScopeInfo,
  local: ReadonlySet<string>,
): ExpressionProblem[] {
  const { left, right, operator } = node
  if (!COMPARISONS.has(operator) || left.type === 'PrivateIdentifier') return []
  return [...compare(left, right, scope, local), ...compare(right, left, scope, local)]
}

function compare(
  value: Expression,
  text: Expression,
  scope: ScopeInfo,
  local: ReadonlySet<string>,
): ExpressionProblem[] {
  if (text.type !== 'Literal' || typeof text.value !== 'string' || isLocal(value, local)) return []
  const options = schemaOf(value, scope)?.enum
  if (!Array.isArray(options) || options.includes(text.value)) return []
  const near = nearest(
    text.value,
    options.filter((option) => typeof option === 'string'),
  )
  const listed = options.map((option) => `\`${String(option)}\``).join(', ')
  return [
    {
      code: 'impossible_comparison',
      severity: 'warning',
      message: `This is never \`${text.value}\`: it is one of ${listed}.`,
      ...(near === undefined ? {} : { suggestion: `Did you mean \`${near}\`?` }),
      start: text.start,
      end: text.end,
    },
  ]
}

function isLocal(node: Expression, local: ReadonlySet<string>): boolean {
  if (node.type === 'Identifier') return local.has(node.name)
  const inner = node.type === 'ChainExpression' ? node.expression : node
  const path = inner.type === 'MemberExpression' ? memberPath(inner) : undefined
  return path !== undefined && local.has(path.root.name)
}
