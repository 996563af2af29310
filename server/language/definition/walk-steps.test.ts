import { expect, it } from 'vitest'
import { checkWorkflow, walkSteps } from './index'

it('every step of a definition is met once, with the list it stands in', () => {
  const checked = checkWorkflow(`version: 1
name: a
steps:
  - id: par
    parallel: { branches: { left: [{ id: l, set: { x: 1 } }], right: [{ id: r, set: { x: 1 } }] } }
    undo: { tool: { use: t } }
  - { id: each, forEach: { items: [], steps: [{ id: item, set: { x: 1 }, undo: { set: { x: 1 } } }] } }
  - id: round
    loop: { while: true, steps: [{ id: turn, set: { x: 1 } }] }
    onError: { steps: [{ id: help, set: { x: 1 } }] }
  - id: choose
    switch: { value: 1, cases: { 1: [{ id: first, set: { x: 1 } }] }, default: [{ id: rest, set: { x: 1 } }] }
finally:
  - { id: last, set: { x: 1 } }
`)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  const walked = [...walkSteps(checked.definition)].map(({ step, list, owner, name }) =>
    [step.id, list, owner?.id, name].filter((part) => part !== undefined).join(' '),
  )
  expect(walked).toEqual([
    'par main',
    'l branch par left',
    'r branch par right',
    'undo undo par',
    'each main',
    'item item each',
    'undo undo item',
    'round main',
    'turn iteration round',
    'help handler round',
    'choose main',
    'first branch choose 1',
    'rest branch choose default',
    'last finally',
  ])
})
