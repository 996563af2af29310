import { describe, expect, it } from 'vitest'
import type { StepState } from '../contracts'
import { definitionOf, workflow } from '../testing'
import { settlementOf } from './plan/frame-reading'
import { Planner } from './plan/planner'
import { recordedScope } from './recorded-scope'
import { resetForResume } from './reset-for-resume'

const row = (path: string, status: StepState['status'], more: Partial<StepState> = {}): StepState => ({
  path,
  status,
  attempt: 1,
  failures: 0,
  ...more,
})

describe('the row of a step that ended', () => {
  it('tells how, however little it holds', () => {
    expect(settlementOf(row('a', 'succeeded'))).toEqual({ status: 'succeeded', output: null })
    expect(settlementOf(row('a', 'failed'))).toEqual({
      status: 'failed',
      error: { code: 'unknown', message: 'The step failed.', path: 'a' },
      continued: false,
    })
    const error = { code: 'x', message: 'x' }
    expect(settlementOf(row('a', 'failed', { error, continued: true, output: 5 }))).toEqual({
      status: 'failed',
      error,
      continued: true,
      output: 5,
    })
    expect(settlementOf(row('a', 'rolled_back'))).toEqual({ status: 'rolled_back' })
    expect(settlementOf(row('a', 'cancelled'))).toEqual({ status: 'cancelled' })
  })

  it('shows what it cost to whoever comes after', () => {
    const { steps } = definitionOf(workflow('  - { id: a, set: { x: 1 } }\n  - { id: b, set: { x: 1 } }\n'))
    const planner = new Planner({ steps }, [row('a', 'succeeded', { costNanos: '1500000000', output: 1 })])
    expect(planner.main.visibleSteps.a).toMatchObject({ costUsd: 1.5, output: 1 })
  })
})

describe('a resume', () => {
  it('forgets what failed among steps that code made up', () => {
    const generated = definitionOf(workflow('  - { id: m, set: { x: 1 } }\n  - { id: n, fail: x }\n')).steps
    const definition = definitionOf(
      workflow('  - { id: a, code: { dynamic: true, source: "return { steps: [] }" } }\n'),
    )
    const rows = [
      row('a', 'failed', { generated }),
      row('a.generated.m', 'succeeded'),
      row('a.generated.n', 'failed'),
    ]
    expect(resetForResume(definition, rows)).toEqual(['a', 'a.generated.n'])
  })

  it('keeps the calls of code that succeeded, up to the first that did not', () => {
    const definition = definitionOf(workflow('  - { id: a, code: "return 1" }\n'))
    const calls = [
      row('a.0-http', 'succeeded', { endedSeq: 5 }),
      row('a.1-http', 'waiting'),
      row('a.2-http', 'succeeded', { endedSeq: 9 }),
      row('a.3-http', 'failed', { endedSeq: 7 }),
      row('a.onError.x', 'succeeded', { endedSeq: 11 }),
    ]
    expect(resetForResume(definition, [row('a', 'failed'), ...calls]).sort()).toEqual([
      'a',
      'a.1-http',
      'a.2-http',
      'a.3-http',
      'a.onError.x',
    ])
    const whole = [row('a.0-http', 'succeeded', { endedSeq: 5 })]
    expect(resetForResume(definition, [row('a', 'failed'), ...whole])).toEqual(['a'])
  })
})

describe('what a step saw', () => {
  const definition = definitionOf(
    workflow(`  - id: a
    parallel: { branches: { l: [{ id: b, set: { x: 1 } }, { id: c, set: { x: 1 } }] } }
    onError: { steps: [{ id: d, set: { x: 1 } }] }
`),
  )

  it('in a branch is what stood before it there', () => {
    const seen = recordedScope(
      { definition, steps: [row('a.l.b', 'succeeded', { output: 7 })], inputs: new Map() },
      'a.l.c',
    )
    expect(seen).toMatchObject({ ok: true, scope: { steps: { b: { output: 7 } } } })
  })

  it('of an error is known only where it was recorded', () => {
    const run = { definition, inputs: new Map() }
    expect(recordedScope({ ...run, steps: [row('a', 'running')] }, 'a.onError.d')).toEqual({
      ok: false,
      why: 'not_recorded',
    })
    const error = { code: 'x', message: 'y' }
    expect(recordedScope({ ...run, steps: [row('a', 'running', { error })] }, 'a.onError.d')).toMatchObject({
      ok: true,
      scope: { error: { code: 'x', message: 'y', details: null } },
    })
  })
})

it('a step that needs one which its list does not have is a bug that is named', () => {
  const { steps } = definitionOf(workflow('  - { id: a, set: { x: 1 } }\n'))
  const broken = steps.map((step) => ({ ...step, needs: ['nowhere'] }))
  expect(() => new Planner({ steps: broken }, [])).toThrow(/"a" needs "nowhere"/)
})
