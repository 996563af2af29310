import { expect, it } from 'vitest'
import type { StepState } from '../contracts'
import { definitionOf } from '../testing'
import { undoableSteps } from './undoable-steps'

const definition = definitionOf(`
version: 1
name: undoable
steps:
  - { id: reserve, set: { x: 1 }, undo: { set: { x: 0 } } }
  - id: each
    forEach:
      items: [1, 2]
      steps: [{ id: charge, set: { x: 1 }, undo: { set: { x: 0 } } }]
  - { id: ship, set: { x: 1 }, undo: { set: { x: 0 } } }
  - { id: plain, set: { x: 1 } }
finally:
  - { id: tell, set: { x: 1 } }
`)

function ended(path: string, endedSeq: number, status: StepState['status'] = 'succeeded'): StepState {
  return { path, status, attempt: 1, failures: 0, endedSeq }
}

it('undoes what succeeded, the last one first, and nothing twice', () => {
  const steps = [
    ended('each[0].charge', 9),
    ended('each[1].charge', 7),
    ended('each', 10),
    ended('plain', 12),
    ended('reserve', 4, 'rolled_back'),
    ended('ship', 11, 'failed'),
    ended('finally.tell', 14),
  ]
  expect(undoableSteps(definition, steps)).toEqual(['each[0].charge', 'each[1].charge'])
})

it('undoes steps that a step made up, where they say how', () => {
  const [made] = definition.steps
  if (!made) throw new Error('The definition has steps.')
  const steps = [{ ...ended('plain', 5), generated: [made] }, ended('plain.generated.reserve', 4)]
  const plain = { ...definition, steps: definition.steps.filter(({ id }) => id === 'plain') }
  expect(undoableSteps(plain, steps)).toEqual(['plain.generated.reserve'])
})

it('has nothing to undo where no step says how', () => {
  const plain = { ...definition, steps: definition.steps.filter(({ id }) => id === 'plain') }
  expect(undoableSteps(plain, [ended('plain', 1)])).toEqual([])
})
