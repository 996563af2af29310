import { nearest } from '../../expressions'
import { childOf } from '../source/node'
import type { ProblemList } from '../source/problems'
import { allSteps, type StepDraft, type StepList } from './draft'

/** Which steps see which is quadratic in their number. */
const MAX_STEPS = 5_000

/** Which steps must finish before which. */
export interface Order {
  /** Ids a step waits for: as written, else the step above. */
  needsOf(step: StepDraft): string[]
  /** Whether `before` has always finished (or was skipped) when `step` starts; of one list, else false. */
  isUpstream(before: StepDraft, step: StepDraft): boolean
  byId(id: string): StepDraft | undefined
}

/** Reads the order of all lists, telling duplicate ids, unknown needs and cycles. */
export function readOrder(lists: StepList[], problems: ProblemList): Order {
  const ids = new Map<string, StepDraft>()
  let count = 0
  for (const step of allSteps(...lists)) {
    if (++count === MAX_STEPS + 1) {
      problems.add(step.at, {
        code: 'too_large',
        message: `A workflow has at most ${MAX_STEPS} steps.`,
        suggestion: 'Use `forEach` for work that repeats.',
      })
    }
    if (step.id === undefined || step.list.kind === 'undo') continue
    const first = ids.get(step.id)
    if (first === undefined) ids.set(step.id, step)
    else {
      problems.add(childOf(step.node, 'id') ?? step.at, {
        code: 'duplicate_id',
        message: `The id \`${step.id}\` is already taken by another step.`,
        suggestion: 'Ids are unique in the whole document.',
      })
    }
  }
  const needs = new Map<StepDraft, StepDraft[]>()
  for (const step of allSteps(...lists)) needs.set(step, resolveNeeds(step, ids, problems))
  reportCycles(needs, problems)
  const upstream = new Map<StepDraft, Uint8Array>()
  return {
    needsOf: (step) => (needs.get(step) ?? []).flatMap(({ id }) => id ?? []),
    isUpstream(before, step) {
      const known = upstream.get(step) ?? reachable(step, needs)
      upstream.set(step, known)
      return before.list === step.list && known[before.index] === 1
    },
    byId: (id) => ids.get(id),
  }
}

function resolveNeeds(step: StepDraft, ids: Map<string, StepDraft>, problems: ProblemList): StepDraft[] {
  const written = step.fields.needs
  if (written === undefined) {
    const above = step.list.steps[step.index - 1]
    return above === undefined ? [] : [above]
  }
  const resolved = new Set<StepDraft>()
  for (const [index, id] of written.entries()) {
    const at = childOf(childOf(step.node, 'needs'), index) ?? step.at
    const target = ids.get(id)
    if (target === step) {
      problems.add(at, { code: 'cycle', message: 'A step cannot wait for itself.' })
    } else if (target !== undefined && target.list === step.list) {
      resolved.add(target)
    } else if (target !== undefined) {
      problems.add(at, {
        code: 'unknown_need',
        message: `\`${id}\` is in another list of steps, so it cannot be waited for here.`,
        suggestion: ownerHint(target, step),
      })
    } else {
      const known = step.list.steps.flatMap((other) =>
        other.id !== undefined && other !== step ? [other.id] : [],
      )
      const near = nearest(id, known)
      problems.add(at, {
        code: 'unknown_need',
        message: `There is no step \`${id}\`.`,
        ...(near === undefined ? {} : { suggestion: `Did you mean \`${near}\`?` }),
      })
    }
  }
  return [...resolved]
}

/** The step around `target` that stands in the same list as `step`. */
function ownerHint(target: StepDraft, step: StepDraft): string {
  for (let owner = target.list.owner; owner !== undefined; owner = owner.list.owner) {
    if (owner.list === step.list && owner !== step && owner.id !== undefined)
      return `Wait for \`${owner.id}\`.`
  }
  return '`needs` names steps of the same list.'
}

/** Finds each knot of steps that wait for each other and tells it once. */
function reportCycles(needs: Map<StepDraft, StepDraft[]>, problems: ProblemList): void {
  const done = new Set<StepDraft>()
  for (const start of needs.keys()) {
    const path: StepDraft[] = []
    const onPath = new Set<StepDraft>()
    const stack: { step: StepDraft; next: number }[] = []
    const enter = (step: StepDraft) => {
      stack.push({ step, next: 0 })
      path.push(step)
      onPath.add(step)
    }
    if (!done.has(start)) enter(start)
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const target = needs.get(frame.step)?.[frame.next++]
      if (target === undefined) {
        done.add(frame.step)
        onPath.delete(frame.step)
        path.pop()
        stack.pop()
      } else if (onPath.has(target)) reportCycle(path.slice(path.indexOf(target)), problems)
      else if (!done.has(target)) enter(target)
    }
  }
}

function reportCycle(cycle: StepDraft[], problems: ProblemList): void {
  const first = cycle.reduce((best, step) => (step.index < best.index ? step : best))
  const at = cycle.indexOf(first)
  const names = [...cycle.slice(at), ...cycle.slice(0, at), first].map(({ id }) => `\`${id ?? '?'}\``)
  problems.add(first.node.entries.get('needs')?.key ?? first.at, {
    code: 'cycle',
    message: `These steps wait for each other: ${names.join(' → ')}.`,
    suggestion: 'Remove one of their `needs`.',
  })
}

/** 1 at the index of each step of the list that must finish before `step`. A byte each: lists are long. */
function reachable(step: StepDraft, needs: Map<StepDraft, StepDraft[]>): Uint8Array {
  const found = new Uint8Array(step.list.steps.length)
  const open = [...(needs.get(step) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found[next.index] === 1) continue
    found[next.index] = 1
    open.push(...(needs.get(next) ?? []))
  }
  return found
}
