import type { Step, WorkflowDefinition } from '@/server/language/contracts'
import { KINDS } from './kinds'
import type { ListKind } from './list-kind'

export interface WalkedStep {
  step: Step
  /** What the list is for that it stands in. */
  list: ListKind
  /** The step around that list. */
  owner?: Step
  /** Of a branch. */
  name?: string
}

/** Every step of a definition, each before the steps inside it, those of `finally` last. */
export function* walkSteps(definition: Pick<WorkflowDefinition, 'steps' | 'finally'>): Generator<WalkedStep> {
  yield* walkList(definition.steps, { list: 'main' })
  yield* walkList(definition.finally ?? [], { list: 'finally' })
}

function* walkList(steps: readonly Step[], place: Omit<WalkedStep, 'step'>): Generator<WalkedStep> {
  for (const step of steps) {
    yield { step, ...place }
    for (const { name, steps: inner } of step.branches ?? []) {
      yield* walkList(inner, { list: 'branch', owner: step, name })
    }
    const body = KINDS[step.kind].nested?.kind === 'iteration' ? 'iteration' : 'item'
    yield* walkList(step.body ?? [], { list: body, owner: step })
    yield* walkList(step.handler ?? [], { list: 'handler', owner: step })
    yield* walkList(step.undo ? [step.undo] : [], { list: 'undo', owner: step })
  }
}
