import type { Problem } from '@/server/language/contracts'
import { type Surroundings, understand } from '../check/understand'
import { expressionFixes } from './quick-fixes/expression-fixes'
import { type FixPlace, type QuickFix, rangeOf } from './quick-fixes/fix'
import { quotingFixes } from './quick-fixes/quoting-fixes'
import { stepFixes } from './quick-fixes/step-fixes'
import { wordFixes } from './quick-fixes/word-fixes'

export { applyEdits, type QuickFix, type TextEdit } from './quick-fixes/fix'

/** Problems beyond these get no fixes: whoever has so many mends the first ones first. */
const MOST_FIXED = 50

/**
 * What can be done about each problem by a machine, exactly: the edits of a fix end its problem. Most problems
 * have none.
 */
export function quickFixes(
  source: string,
  problems: readonly Problem[],
  surroundings?: Surroundings,
): Map<Problem, QuickFix[]> {
  const fixes = new Map<Problem, QuickFix[]>()
  if (problems.length === 0) return fixes
  const understood = understand(source, surroundings)
  for (const problem of problems.slice(0, MOST_FIXED)) {
    const place: FixPlace = { source, problem, range: rangeOf(source, problem), understood }
    const found = [wordFixes, quotingFixes, expressionFixes, stepFixes].flatMap((find) => find(place))
    if (found.length > 0) fixes.set(problem, found)
  }
  return fixes
}
