import { expect, test } from 'vitest'
import type { CommitItem } from '@/server/language/contracts'
import { project } from './projection'

const started: CommitItem = {
  type: 'step.started',
  path: 'a',
  stepId: 'a',
  kind: 'http',
  attempt: 1,
  input: {},
}
const error = { code: 'timeout', message: 'Too slow.' }

test('a step that starts and succeeds in one batch is one row that did both', () => {
  const { steps, run } = project([started, { type: 'step.succeeded', path: 'a', attempt: 1, output: 7 }])
  expect(steps.get('a')).toEqual({
    stepId: 'a',
    kind: 'http',
    name: undefined,
    attempt: 1,
    status: 'succeeded',
    output: 7,
    addFailures: 0,
    isNew: true,
    starts: true,
    ends: true,
    endedNth: 2,
  })
  expect(run.status).toBe('running')
})

test('a failed attempt that will be tried again counts a failure and opens a wait', () => {
  const retryAt = '2026-01-01T00:00:00.000Z'
  const projection = project([
    started,
    { type: 'step.attemptFailed', path: 'a', attempt: 1, error, retryAt },
    { type: 'step.waiting', path: 'a', wait: { kind: 'retry', dueAt: retryAt } },
  ])
  expect(projection.steps.get('a')).toMatchObject({ status: 'waiting', addFailures: 1 })
  expect([...projection.openWaits.values()]).toEqual([{ path: 'a', kind: 'retry', dueAt: retryAt }])
})

test('a resume forgets what it names and queues the run', () => {
  const projection = project([{ type: 'run.resumed', by: null, generation: 2, reset: ['a', 'b'] }])
  expect(projection.forgotten).toEqual(['a', 'b'])
  expect(projection.run.restart).toEqual({ phase: 'main', generation: 2 })
  expect(projection.ended).toBe(false)
})

test('the end of a run decides its status, whatever started in the same batch', () => {
  const projection = project([
    started,
    { type: 'step.failed', path: 'a', attempt: 1, error, continued: false },
    { type: 'run.failed', error },
  ])
  expect(projection.run).toMatchObject({ status: 'failed', error })
  expect(projection.ended).toBe(true)
})

test('an approval nobody decided in time is closed by name', () => {
  const projection = project([
    { type: 'approval.decided', path: 'gate', approvalId: 'apv_1', outcome: 'expired', by: null },
    { type: 'step.woken', path: 'gate' },
  ])
  expect(projection.expiredApprovals).toEqual(['apv_1'])
  expect([...projection.closedWaits]).toEqual(['gate'])
})

test('a wait that closes and opens again in one batch is open, and one that opens and closes is not', () => {
  const waiting: CommitItem = { type: 'step.waiting', path: 'a', wait: { kind: 'timer' } }
  const woken: CommitItem = { type: 'step.woken', path: 'a' }
  expect(project([woken, waiting]).openWaits.has('a')).toBe(true)
  expect(project([waiting, woken]).openWaits.has('a')).toBe(false)
})

test('a stopped step takes its question with it', () => {
  expect(project([{ type: 'step.cancelled', path: 'gate' }]).mootApprovals).toEqual(['gate'])
})

test('a step whose failure is caught runs, also where it had waited before', () => {
  const { steps } = project([{ type: 'step.caught', path: 'a', attempt: 2, error }])
  expect(steps.get('a')).toMatchObject({ status: 'running', caught: true, error })
})
