import { describe, expect, it } from 'vitest'
import { eraseRunEvent, PLAIN_EVENTS } from './erase-run-event'
import { type RunEvent, runEventSchema } from './run-events'

const KEPT = { title: 'Nightly', tags: ['static'] }
const error = { code: 'timeout', message: 'planted', path: 'a', details: { body: 'planted' } }

const EVENTS: RunEvent[] = [
  { type: 'run.queued', by: 'usr_1', versionNumber: 1 },
  { type: 'run.started' },
  { type: 'run.titled', title: 'planted', tags: ['planted'] },
  { type: 'run.cancelRequested', by: null, reason: 'planted', isForced: true },
  { type: 'run.paused', by: 'usr_1' },
  { type: 'run.continued', by: null },
  { type: 'run.finishing', phase: 'finally', outcome: { status: 'succeeded', output: 'planted' } },
  { type: 'run.rollbackRequested', by: 'usr_1', generation: 2, reset: ['a.undo'] },
  { type: 'run.rolledBack', error },
  { type: 'run.resumed', by: null, generation: 2, reset: ['a'] },
  { type: 'run.succeeded', output: { a: 'planted' } },
  { type: 'run.failed', error },
  { type: 'run.cancelled', reason: 'planted' },
  {
    type: 'step.started',
    path: 'a',
    stepId: 'a',
    kind: 'http',
    attempt: 1,
    input: 'planted',
    callDigest: 'planted',
  },
  { type: 'step.queued', path: 'a', stepId: 'a', kind: 'http' },
  {
    type: 'step.kept',
    path: 'a',
    stepId: 'a',
    kind: 'code',
    status: 'failed',
    attempt: 2,
    output: 'planted',
    error,
    continued: true,
    generated: ['planted'],
    callDigest: 'planted',
  },
  {
    type: 'step.waiting',
    path: 'a',
    wait: { kind: 'event', dueAt: '2027-01-01T00:00:00.000Z', eventName: 'planted' },
  },
  { type: 'step.woken', path: 'a' },
  { type: 'step.attemptFailed', path: 'a', attempt: 1, error, retryAt: '2027-01-01T00:00:00.000Z' },
  { type: 'step.interrupted', path: 'a', attempt: 1 },
  { type: 'step.succeeded', path: 'a', attempt: 1, output: ['planted'] },
  { type: 'step.caught', path: 'a', attempt: 1, error },
  { type: 'step.expanded', path: 'a', steps: ['planted'] },
  { type: 'step.rolledBack', path: 'a' },
  { type: 'step.failed', path: 'a', attempt: 1, error, continued: true, output: 'planted' },
  {
    type: 'step.skipped',
    path: 'a',
    stepId: 'a',
    kind: 'set',
    reason: 'Its condition is not true: inputs.x',
  },
  { type: 'step.cancelled', path: 'a' },
  { type: 'step.logged', path: 'a', attempt: 1, level: 'info', message: 'planted', data: 'planted' },
  {
    type: 'step.usage',
    path: 'a',
    attempt: 1,
    provider: 'p',
    model: 'm',
    inputTokens: 1,
    outputTokens: 1,
    costNanos: null,
  },
  {
    type: 'approval.decided',
    path: 'a',
    approvalId: 'apv_1',
    outcome: 'approved',
    by: 'usr_1',
    comment: 'planted',
  },
]

describe('an erased event', () => {
  it('is tried here for every type there is', () => {
    const types = runEventSchema.options.map((option) => option.shape.type.value)
    expect(EVENTS.map(({ type }) => type).sort()).toEqual([...types].sort())
  })

  it.each(EVENTS)('$type holds no value any more, and is still an event of its type', (event) => {
    const erased = eraseRunEvent(event, KEPT)
    expect(JSON.stringify(erased)).not.toContain('planted')
    expect(runEventSchema.parse(erased)).toEqual(erased)
    expect(erased.type).toBe(event.type)
    expect(PLAIN_EVENTS.includes(event.type)).toBe(JSON.stringify(erased) === JSON.stringify(event))
  })

  it('keeps how the main part of a run ended', () => {
    for (const outcome of [
      { status: 'failed', error } as const,
      { status: 'succeeded', output: 'planted' } as const,
      { status: 'cancelled' } as const,
    ]) {
      const erased = eraseRunEvent({ type: 'run.finishing', phase: 'rollback', outcome }, KEPT)
      expect(erased).toMatchObject({ phase: 'rollback', outcome: { status: outcome.status } })
      expect(JSON.stringify(erased)).not.toContain('planted')
    }
  })

  it('keeps where and with which code a step failed', () => {
    expect(eraseRunEvent({ type: 'run.failed', error }, KEPT)).toEqual({
      type: 'run.failed',
      error: { code: 'timeout', message: 'Erased', path: 'a' },
    })
  })
})
