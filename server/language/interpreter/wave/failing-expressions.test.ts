import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, typesOf, workflow, workStep } from '../../testing'

const FAILS = 'inputs.who.name.first'
const TOP = 'inputs: { who: {} }\n'

async function failureOf(steps: string, path: string) {
  const harness = createHarness()
  await harness.start({ source: workflow(steps, TOP), inputs: { who: {} } }).done()
  const log = harness.store.log()
  return { error: eventOf(log, 'step.failed', path).error, types: typesOf(log, path) }
}

describe('an expression that fails fails its step', () => {
  it.each([
    ['in `if`', workStep('a', `if: ${FAILS}`), 'a'],
    ['in a configuration', `  - { id: a, set: { x: "\${{ ${FAILS} }}" } }\n`, 'a'],
    ['in the key of its limit', workStep('a', `concurrency: { key: "k-\${{ ${FAILS} }}" }`), 'a'],
    ['in the key of its cache', workStep('a', `cache: { key: "\${{ ${FAILS} }}", ttl: 1h }`), 'a'],
    [
      'in a case',
      `  - { id: a, switch: { cases: [{ when: ${FAILS}, steps: [{ id: b, set: { x: 1 } }] }] } }\n`,
      'a',
    ],
    [
      'in the condition of a loop',
      `  - { id: a, loop: { while: ${FAILS}, steps: [{ id: b, set: { x: 1 } }] } }\n`,
      'a',
    ],
    [
      'in its items',
      `  - { id: a, forEach: { items: "\${{ ${FAILS} }}", steps: [{ id: b, set: { x: 1 } }] } }\n`,
      'a',
    ],
  ])('%s', async (_, steps, path) => {
    const { error, types } = await failureOf(steps, path)
    expect(error).toMatchObject({ code: 'expression_failed', path })
    expect(types).toEqual(['step.started', 'step.failed'])
  })
})

it('a value that is none of a kind fails its step with what is wrong', async () => {
  const { error } = await failureOf(
    '  - { id: a, forEach: { items: "${{ inputs.who }}", steps: [{ id: b, set: { x: 1 } }] } }\n',
    'a',
  )
  expect(error).toMatchObject({ code: 'invalid_config', message: expect.stringContaining('items') })
})

it('the key of a limit may be any value', async () => {
  const harness = createHarness()
  const source = workflow(workStep('a', 'concurrency: { key: "${{ inputs.who }}", limit: 1 }'), TOP)
  expect((await harness.start({ source, inputs: { who: { n: 1 } } }).done()).status).toBe('succeeded')
})

it('of a step that code made up fails that step, which stands in no line of the document', async () => {
  const made = "[{ id: 'b', set: { x: '${{ inputs.who.name.first }}' } }]"
  const { error } = await failureOf(
    `  - { id: a, code: { dynamic: true, source: "return { steps: ${made} }" } }\n`,
    'a.generated.b',
  )
  expect(error.code).toBe('expression_failed')
  expect(error.details).not.toHaveProperty('sourceLine')
})
