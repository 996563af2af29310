import { expect, it } from 'vitest'
import { createHarness, eventOf, typesOf, workflow } from '../../testing'

const STEP = '  - { id: a, set: { list: [1, 2] } }\n'

async function titled(top: string, inputs = {}) {
  const harness = createHarness()
  await harness.start({ source: workflow(STEP, top), inputs }).done()
  return eventOf(harness.store.log(), 'run.titled')
}

it('a run has its title and tags from its inputs, each tag once, none empty', async () => {
  const top =
    'title: All\nrunTitle: "For ${{ inputs.who }}"\ntags: [x, "${{ inputs.tag }}", "${{ inputs.none }}", x]\ninputs: { who: {}, tag: {}, none: {} }\n'
  expect(await titled(top, { who: { name: 'Ada' }, tag: ['a'], none: '' })).toMatchObject({
    title: 'For {"name":"Ada"}',
    tags: ['x', '["a"]'],
  })
})

it.each([
  ['whose expression fails', 'runTitle: "${{ inputs.who.name.first }}"\ninputs: { who: {} }\n', { who: {} }],
  ['that gives nothing', 'runTitle: "${{ inputs.who }}"\ninputs: { who: {} }\n', { who: null }],
  ['that is not there', 'tags: [x]\n', {}],
])('a title %s gives way to that of the workflow', async (_, top, inputs) => {
  expect((await titled(`title: All\n${top}`, inputs)).title).toBe('All')
  expect((await titled(top, inputs)).title).toBe('test')
})

it('an output that cannot be computed fails the run, and says why', async () => {
  const harness = createHarness()
  const source = workflow(STEP, 'output: { all: "${{ steps.a.output.list.map((n) => n.deep.deeper) }}" }\n')
  expect((await harness.start({ source }).done()).status).toBe('failed')
  expect(eventOf(harness.store.log(), 'run.failed').error.code).toBe('expression_failed')
})

it('a part of a workflow has neither a title nor the output of the whole', async () => {
  const harness = createHarness()
  const source = workflow(STEP, 'runTitle: Whole\noutput: whole\n')
  const fragment = { kind: 'step' as const, path: 'a', scope: { steps: {} } }
  await harness.start({ source, fragment }).done()
  const log = harness.store.log()
  expect(typesOf(log)).not.toContain('run.titled')
  expect(eventOf(log, 'run.succeeded').output).toEqual({ list: [1, 2] })
})
