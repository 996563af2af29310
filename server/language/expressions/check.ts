import type { AnyNode, Expression } from 'acorn'
import { bindingsOf, declaredIn, isFunction, patternNames } from './bindings'
import { checkComparison } from './check-comparison'
import { checkName } from './check-names'
import { checkPath } from './check-paths'
import { forbiddenSyntax } from './forbidden'
import { memberPath } from './member-path'
import { type CodeMode, childNodes, parseExpression, parseProgram } from './parse'
import { type NamePath, PROGRAM_CALLS, PROGRAM_GLOBALS, type ScopeInfo } from './scope'
import { testedPaths } from './tested-paths'

export interface ExpressionProblem {
  code:
    | 'expression_syntax'
    | 'expression_not_allowed'
    | 'unknown_name'
    | 'unknown_step'
    | 'unknown_input'
    | 'unknown_var'
    | 'unknown_field'
    | 'step_not_visible'
    | 'secret_not_allowed'
    | 'unknown_secret'
    | 'may_be_absent'
    | 'impossible_comparison'
  /** Absent: an error. */
  severity?: 'warning'
  message: string
  suggestion?: string
  /** Offsets in the expression's source. */
  start: number
  end: number
}

/** Everything wrong with one expression at a place whose scope is `scope`; empty when it is fine. */
export function checkExpression(source: string, scope: ScopeInfo): ExpressionProblem[] {
  const parsed = parseExpression(source)
  if (parsed.ok) return checkAst(parsed.ast, scope)
  const { message, at } = parsed.problem
  return [{ code: 'expression_syntax', message, start: at, end: Math.max(at + 1, source.length) }]
}

/** The same for a parsed expression; offsets are those of its nodes. */
export function checkAst(ast: Expression, scope: ScopeInfo): ExpressionProblem[] {
  const problems: ExpressionProblem[] = []
  visit(ast, { scope, mode: 'expression', problems, tested: testedIn(ast, scope) }, new Set())
  return problems
}

/** The same for the function body of a `code` step. */
export function checkProgram(source: string, scope: ScopeInfo): ExpressionProblem[] {
  const parsed = parseProgram(source)
  if (!parsed.ok) {
    const { message, at } = parsed.problem
    return [{ code: 'expression_syntax', message, start: at, end: at + 1 }]
  }
  const problems: ExpressionProblem[] = []
  const known = [...Object.keys(PROGRAM_CALLS), ...PROGRAM_GLOBALS]
  const local = new Set([...declaredIn(parsed.ast), ...known])
  visit(parsed.ast, { scope, mode: 'program', problems, tested: testedIn(parsed.ast, scope) }, local)
  return problems
}

interface Check {
  scope: ScopeInfo
  mode: CodeMode
  problems: ExpressionProblem[]
  tested: readonly NamePath[]
}

function testedIn(ast: AnyNode, scope: ScopeInfo): readonly NamePath[] {
  return [...(scope.tested ?? []), ...testedPaths(ast)]
}

function visit(node: AnyNode, check: Check, local: ReadonlySet<string>): void {
  const refusal = forbiddenSyntax(node, local, check.mode)
  if (refusal !== undefined) {
    check.problems.push({ code: 'expression_not_allowed', ...refusal, start: node.start, end: node.end })
    return
  }
  if (node.type === 'BinaryExpression') check.problems.push(...checkComparison(node, check.scope, local))
  if (node.type === 'MemberExpression') {
    const path = memberPath(node)
    if (path !== undefined) {
      if (!local.has(path.root.name))
        check.problems.push(...checkPath(path, check.scope, check.tested, check.mode))
      for (const computed of path.computed) visit(computed, check, local)
      return
    }
  }
  if (node.type === 'Identifier') {
    if (!local.has(node.name)) check.problems.push(...checkName(node, check.scope, check.mode))
    return
  }
  const inner = isFunction(node) ? new Set([...local, ...bindingsOf(node)]) : local
  for (const child of expressionChildren(node)) visit(child, check, inner)
}

/** Children that are evaluated: names of fields, labels and bindings are not. */
function expressionChildren(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? [node.object, node.property] : [node.object]
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition': {
      const value = node.value ? [node.value] : []
      return node.computed ? [node.key, ...value] : value
    }
    case 'VariableDeclarator':
      return [...patternDefaults(node.id), ...(node.init ? [node.init] : [])]
    case 'LabeledStatement':
      return [node.body]
    case 'BreakStatement':
    case 'ContinueStatement':
      return []
    case 'CatchClause':
      return [node.body]
    default:
      if (isFunction(node)) return [...node.params.flatMap(patternDefaults), node.body]
      return childNodes(node)
  }
}

/** Default values inside a pattern are evaluated; the names it binds are not. */
function patternDefaults(pattern: AnyNode): AnyNode[] {
  if (patternNames(pattern).length === 0 || pattern.type === 'Identifier') return []
  if (pattern.type === 'AssignmentPattern') return [...patternDefaults(pattern.left), pattern.right]
  if (pattern.type === 'ObjectPattern') {
    return pattern.properties.flatMap((property) =>
      property.type === 'Property'
        ? [...(property.computed ? [property.key] : []), ...patternDefaults(property.value)]
        : patternDefaults(property.argument),
    )
  }
  return childNodes(pattern).flatMap(patternDefaults)
}
