import type { ExpressionProblem } from './check'
import type { MemberSegment } from './member-path'
import { formatPath } from './path'
import type { NamePath } from './scope'
import { isTested } from './tested-paths'

/** A field of a step that may not have been reached at all. */
export function missingStep(
  id: string,
  field: MemberSegment,
  reason: string,
  tested: readonly NamePath[],
): ExpressionProblem[] {
  return isTested(['steps', id, 'status'], tested) ? [] : [absent(['steps', id], field, reason)]
}

/** A field of the output of a step that may have none. */
export function missingOutput(
  id: string,
  field: MemberSegment,
  reason: string,
  tested: readonly NamePath[],
): ExpressionProblem[] {
  const path = ['steps', id, 'output']
  return isTested(path, tested) ? [] : [absent(path, field, reason)]
}

/** A field of a value that its schema allows to be `null`. */
export function nullableValue(
  path: NamePath,
  field: MemberSegment,
  tested: readonly NamePath[],
): ExpressionProblem | undefined {
  if (isTested(path, tested)) return undefined
  return absent(path, field, `\`${formatPath(path)}\` can be \`null\`.`)
}

function absent(path: NamePath, field: MemberSegment, reason: string): ExpressionProblem {
  const { name, start, end } = field
  const dotted = typeof name === 'string' && /^[A-Za-z_$][\w$]*$/.test(name)
  const read = dotted ? name : name === undefined ? '[…]' : `[${JSON.stringify(name)}]`
  return {
    code: 'may_be_absent',
    severity: 'warning',
    message: `${reason} Then this expression fails.`,
    suggestion: `Write \`${formatPath(path)}?.${read}\`, or test it first.`,
    start,
    end,
  }
}
