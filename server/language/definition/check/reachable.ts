import { constantTruth } from '../../expressions'
import type { ProblemList } from '../source/problems'
import { listsOf, type StepDraft, type StepList } from './draft'
import type { Order } from './order'

/** Warns of steps that can never run, each once: what is inside such a step is not told again. */
export function checkReachable(
  { top, last, order }: { top: StepList; last: StepList; order: Order },
  problems: ProblemList,
): void {
  checkList(top, order, problems)
  checkList(last, order, problems)
}

function checkList(list: StepList, order: Order, problems: ProblemList): void {
  const ends = list.steps.filter(alwaysFails)
  for (const step of list.steps) {
    const end = ends.find((other) => order.isUpstream(other, step))
    const why = neverRuns(step, end)
    if (why === undefined) checkInside(step, order, problems)
    else warn(step, why, problems)
  }
}

function neverRuns({ fields }: StepDraft, end: StepDraft | undefined): string | undefined {
  if (fields.if !== undefined && constantTruth(fields.if) === false) return 'Its `if` is never true.'
  return end === undefined ? undefined : `\`${end.id ?? 'A step before it'}\` always fails before it.`
}

/** `fail` without a condition, whose failure nothing accepts. */
function alwaysFails({ kind, fields }: StepDraft): boolean {
  const isUnconditional = fields.if === undefined || constantTruth(fields.if) === true
  return kind === 'fail' && isUnconditional && (fields.onError ?? 'fail') === 'fail'
}

function checkInside(step: StepDraft, order: Order, problems: ProblemList): void {
  if (step.kind === 'loop' && step.inner.some(({ condition }) => isNever(condition))) {
    problems.add(step.kindAt, {
      code: 'unreachable',
      severity: 'warning',
      message: 'The steps inside never run: `while` is never true.',
    })
    return
  }
  let taken: StepList | undefined
  for (const list of listsOf(step)) {
    const isCase = step.kind === 'switch' && list.kind === 'branch'
    if (isCase && taken !== undefined) {
      warnCase(list, `\`${taken.name}\` is always taken before it.`, problems)
    } else if (isCase && isNever(list.condition)) {
      warnCase(list, 'Its `when` is never true.', problems)
    } else {
      checkList(list, order, problems)
      if (isCase && list.condition !== undefined && constantTruth(list.condition) === true) taken = list
    }
  }
}

function isNever(condition: string | undefined): boolean {
  return condition !== undefined && constantTruth(condition) === false
}

function warnCase({ name, steps: [first] }: StepList, why: string, problems: ProblemList): void {
  if (first === undefined) return
  problems.add(first.at, {
    code: 'unreachable',
    severity: 'warning',
    message: `The steps of \`${name}\` never run. ${why}`,
  })
}

function warn(step: StepDraft, why: string, problems: ProblemList): void {
  problems.add(step.at, {
    code: 'unreachable',
    severity: 'warning',
    message: `\`${step.id ?? 'This step'}\` never runs. ${why}`,
  })
}
