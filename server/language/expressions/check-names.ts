import type { Identifier } from 'acorn'
import type { ExpressionProblem } from './check'
import { nearest } from './nearest'
import type { CodeMode } from './parse'
import { fieldNames } from './schema-fields'
import { GLOBAL_NAMES, type ScopeInfo } from './scope'

/** A name on its own: known to the document, known to JavaScript, or wrong. */
export function checkName(node: Identifier, scope: ScopeInfo, mode: CodeMode): ExpressionProblem[] {
  const { name, start, end } = node
  if (scope.names.has(name) || name === 'steps' || GLOBAL_NAMES.has(name)) return []
  if (name === 'secrets') {
    return [
      {
        code: 'secret_not_allowed',
        message: 'A secret must be named: `secrets.NAME`.',
        start,
        end,
      },
    ]
  }
  const suggestion = suggest(name, scope, mode)
  return [
    {
      code: 'unknown_name',
      message: `\`${name}\` is not known here.`,
      ...(suggestion === undefined ? {} : { suggestion }),
      start,
      end,
    },
  ]
}

function suggest(name: string, scope: ScopeInfo, mode: CodeMode): string | undefined {
  if (['require', 'process', 'fetch', 'setTimeout', 'console'].includes(name)) {
    if (mode === 'expression') {
      return 'Expressions have no access to the outside. Use an `http` step for requests.'
    }
    return name === 'setTimeout'
      ? "Write `await sleep('10s')`."
      : 'Code reaches the outside by `await http({ url })` and `await tool(name, input)`.'
  }
  for (const root of ['inputs', 'vars']) {
    if (fieldNames(scope.names.get(root) ?? {}).includes(name)) return `Write \`${root}.${name}\`.`
  }
  const found = scope.steps.find(name)
  if (found.kind === 'visible') return `Write \`steps.${name}.output\`.`
  const near = nearest(name, [...scope.names.keys(), 'steps', 'secrets', ...GLOBAL_NAMES])
  if (near !== undefined) return `Did you mean \`${near}\`?`
  return `In scope are ${[...scope.names.keys(), 'steps'].map((known) => `\`${known}\``).join(', ')}; texts need quotes: \`"${name}"\`.`
}
