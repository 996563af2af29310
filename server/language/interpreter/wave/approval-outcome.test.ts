import { describe, expect, it } from 'vitest'
import { createHarness, eventOf, workflow } from '../../testing'
import { decisionOf, expiryOf } from './approval-outcome'

describe('a decision', () => {
  it('that approves gives the form as it was approved, and who decided', () => {
    expect(decisionOf({ outcome: 'approved' })).toEqual({
      kind: 'succeeded',
      output: { outcome: 'approved', values: {}, comment: null, decidedBy: null, changed: false },
    })
    const told = { outcome: 'approved', values: { a: 1 }, comment: 'Fine.', decidedBy: 'Ada', changed: true }
    expect(decisionOf(told)).toEqual({ kind: 'succeeded', output: told })
  })

  it('that rejects fails the step with what was said', () => {
    expect(decisionOf({ outcome: 'rejected' })).toMatchObject({ failure: { message: 'It was rejected.' } })
    expect(decisionOf({ outcome: 'rejected', comment: 'No.' })).toMatchObject({
      failure: { code: 'approval_rejected', message: 'It was rejected: No.' },
    })
  })
})

describe('nobody deciding in time', () => {
  it.each([
    ['without a form', {}, {}],
    ['with one', { form: { type: 'object', properties: { a: { default: 1 }, b: {} } } }, { a: 1 }],
    ['with one that is no object', { form: { type: 'array', default: [1] } }, {}],
  ])('approves %s with what stood in it', (_, config, values) => {
    expect(expiryOf('approve', config)).toMatchObject({ output: { outcome: 'expired', values } })
  })

  it('approves with a form that is too large for its row all the same', async () => {
    const harness = createHarness()
    const source = workflow(`  - { id: text, code: "return 'x'.repeat(70000)" }
  - id: gate
    approval: { title: Go?, timeout: 1m, onTimeout: approve, form: { type: object, properties: { t: { type: string, default: "\${{ steps.text.output }}" } } } }
  - { id: read, set: { length: "\${{ steps.gate.output.values.t.length }}" } }
`)
    expect((await harness.start({ source }).done()).status).toBe('succeeded')
    expect(eventOf(harness.store.log(), 'run.succeeded').output).toEqual({ length: 70_000 })
  })
})
