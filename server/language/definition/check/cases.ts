import { isTemplate, nearest, parseTemplate, schemaOf, soleExpression } from '../../expressions'
import { childOf } from '../source/node'
import type { ProblemList } from '../source/problems'
import { allSteps, type StepDraft, type StepList } from './draft'
import type { Scopes } from './scopes'

/** Warns of cases of a `switch` that its value, of which all possibilities are known, never is. */
export function checkCases(
  { top, last, scopes }: { top: StepList; last: StepList; scopes: Scopes },
  problems: ProblemList,
): void {
  for (const step of allSteps(top, last)) {
    const options = step.kind === 'switch' ? possibleValues(step, scopes) : undefined
    const cases = childOf(step.config, 'cases')
    if (options === undefined || cases?.kind !== 'map') continue
    for (const [name, entry] of cases.entries) {
      if (options.includes(name)) continue
      const near = nearest(name, options)
      problems.add(entry.key, {
        code: 'impossible_comparison',
        severity: 'warning',
        message: `The value is never \`${name}\`: it is one of ${options.map((option) => `\`${option}\``).join(', ')}.`,
        ...(near === undefined ? {} : { suggestion: `Did you mean \`${near}\`?` }),
      })
    }
  }
}

/** As texts, for as such they are compared. */
function possibleValues(step: StepDraft, scopes: Scopes): string[] | undefined {
  const value = childOf(step.config, 'value')
  if (value?.kind !== 'scalar' || typeof value.value !== 'string' || !isTemplate(value.value))
    return undefined
  const sole = soleExpression(parseTemplate(value.value))
  const options = sole && schemaOf(sole.ast, scopes.ofConfig(step, ['value']))?.enum
  return Array.isArray(options) ? options.map(String) : undefined
}
