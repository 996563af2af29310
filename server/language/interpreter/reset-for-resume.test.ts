import { describe, expect, it } from 'vitest'
import type { StepState } from '../contracts'
import { definitionOf, workflow, workStep } from '../testing'
import { resetForResume } from './reset-for-resume'

function states(statuses: Record<string, StepState['status'] | 'continued'>): StepState[] {
  return Object.entries(statuses).map(([path, status]) => ({
    path,
    status: status === 'continued' ? 'failed' : status,
    attempt: 1,
    failures: 0,
    ...(status === 'continued' ? { continued: true } : {}),
  }))
}

const definition = definitionOf(
  workflow(
    `${workStep('a')}${workStep('b')}${workStep('c', 'if: "true"')}${workStep('aside', 'needs: [a], if: "true"')}
  - id: sweep
    needs: [a]
    forEach:
      items: [1, 2, 3]
      steps: [{ id: get, http: { url: "https://x.test" } }, { id: both, parallel: { branches: { l: [{ id: left, set: { x: 1 } }], r: [{ id: right, set: { x: 1 } }] } } }]
`,
  ),
)

describe('what a resume forgets', () => {
  it('is what failed, was cancelled or never ended', () => {
    const before = states({ a: 'succeeded', b: 'failed', aside: 'waiting', sweep: 'cancelled' })
    expect(resetForResume(definition, before)).toEqual(['b', 'aside', 'sweep'])
  })

  it('holds skipped steps only where they come after one that runs again', () => {
    const before = states({ a: 'succeeded', b: 'failed', c: 'skipped', aside: 'skipped' })
    expect(resetForResume(definition, before)).toEqual(['b', 'c'])
  })

  it('leaves accepted failures as they are', () => {
    expect(resetForResume(definition, states({ a: 'continued', b: 'failed' }))).toEqual(['b'])
  })

  it('opens containers again and keeps what was finished in them', () => {
    const before = states({
      a: 'succeeded',
      sweep: 'failed',
      'sweep[0].get': 'succeeded',
      'sweep[0].both': 'failed',
      'sweep[0].both.l.left': 'succeeded',
      'sweep[0].both.r.right': 'failed',
      'sweep[2].get': 'cancelled',
    })
    expect(resetForResume(definition, before)).toEqual([
      'sweep',
      'sweep[0].both',
      'sweep[0].both.r.right',
      'sweep[2].get',
    ])
  })

  it('leaves all that lies in a finished container', () => {
    const before = states({ a: 'succeeded', b: 'failed', sweep: 'succeeded', 'sweep[0].get': 'failed' })
    expect(resetForResume(definition, before)).toEqual(['b'])
  })
})
