import ts from 'typescript'

export interface FoundCode {
  code: string
  line: number
}

/** Functions and classes whose first argument is the code of a failure. */
const GIVERS = /^(refuse|refused|refusal|refusable|fail|failed|failure|crashed|AppError|SafeHttpError)$/
const CODE = /^[a-z][a-z0-9_]*$/

/**
 * The error codes that a source gives: `code: '…'`, `failed('…')` and their like, the default of a parameter
 * named `code`, and the members of a type whose name ends with `Code`.
 */
export function codesIn(text: string): FoundCode[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const found: FoundCode[] = []
  const take = (node: ts.Node | undefined) => {
    for (const literal of literalsOf(node))
      if (CODE.test(literal.text))
        found.push({
          code: literal.text,
          line: source.getLineAndCharacterOfPosition(literal.getStart()).line + 1,
        })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && nameOf(node.name) === 'code') take(node.initializer)
    if (ts.isParameter(node) && nameOf(node.name) === 'code') take(node.initializer)
    if (ts.isCallExpression(node) || ts.isNewExpression(node))
      if (GIVERS.test(nameOf(node.expression) ?? '')) take(node.arguments?.[0])
    if (ts.isTypeAliasDeclaration(node) && /Code$/.test(node.name.text)) take(node.type)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) || ts.isStringLiteral(node)) return node.text
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined
}

/** A literal, both ends of a condition, what stands for nothing, the members of a union. */
function literalsOf(node: ts.Node | undefined): ts.StringLiteralLike[] {
  if (node === undefined) return []
  if (ts.isStringLiteralLike(node)) return [node]
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return literalsOf(node.expression)
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return [...literalsOf(node.left), ...literalsOf(node.right)]
  if (ts.isLiteralTypeNode(node)) return literalsOf(node.literal)
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(literalsOf)
  return []
}
