import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedRunEvent, RunEvent } from './run-events'
import { applyRunEvent, applyRunEvents, emptyRunView, reduceRun } from './run-view'

const start = Date.parse('2026-01-01T00:00:00.000Z')

function logOf(events: RunEvent[]): LoggedRunEvent[] {
  return events.map((event, index) => ({
    ...event,
    seq: index + 1,
    at: new Date(start + index * 1_000).toISOString(),
  }))
}

const started = (path: string, attempt = 1, kind = 'http'): RunEvent => ({
  type: 'step.started',
  path,
  stepId: path.slice(path.lastIndexOf('.') + 1),
  kind,
  attempt,
  input: { n: attempt },
})
const error = { code: 'http_5xx', message: 'x' }

const LOG = logOf([
  { type: 'run.queued', by: null, versionNumber: 1 },
  { type: 'run.started' },
  { type: 'run.titled', title: 'Nightly', tags: ['a'] },
  started('a'),
  { type: 'step.logged', path: 'a', attempt: 1, level: 'info', message: 'hello' },
  { type: 'step.attemptFailed', path: 'a', attempt: 1, error, retryAt: '2026-01-01T00:00:07.000Z' },
  { type: 'step.waiting', path: 'a', wait: { kind: 'retry', dueAt: '2026-01-01T00:00:07.000Z' } },
  { type: 'step.woken', path: 'a' },
  started('a', 2),
  { type: 'step.interrupted', path: 'a', attempt: 2 },
  started('a', 3),
  {
    type: 'step.usage',
    path: 'a',
    attempt: 3,
    provider: 'p',
    model: 'm',
    inputTokens: 10,
    outputTokens: 5,
    costNanos: '700',
  },
  {
    type: 'step.usage',
    path: 'a',
    attempt: 3,
    provider: 'p',
    model: 'm',
    inputTokens: 1,
    outputTokens: 1,
    costNanos: null,
  },
  { type: 'step.succeeded', path: 'a', attempt: 3, output: { ok: true } },
  started('both', 1, 'parallel'),
  started('both.left.gate', 1, 'approval'),
  { type: 'step.waiting', path: 'both.left.gate', wait: { kind: 'approval', approvalId: 'apv_1' } },
  {
    type: 'approval.decided',
    path: 'both.left.gate',
    approvalId: 'apv_1',
    outcome: 'rejected',
    by: 'usr_1',
    comment: 'no',
  },
  { type: 'step.woken', path: 'both.left.gate' },
  { type: 'step.failed', path: 'both.left.gate', attempt: 1, error, continued: false },
  { type: 'step.failed', path: 'both', attempt: 1, error, continued: false },
  { type: 'run.failed', error: { ...error, path: 'both.left.gate' } },
  { type: 'run.resumed', by: null, generation: 2, reset: ['both', 'both.left.gate'] },
])

describe('the view of a run', () => {
  it('is the same whether the log came at once or in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 30, maxLength: 30 }), (sizes) => {
        let view = emptyRunView()
        let from = 0
        for (const size of [...sizes, LOG.length]) {
          view = applyRunEvents(view, LOG.slice(from, from + size))
          from += size
        }
        expect(view).toEqual(reduceRun(LOG))
      }),
    )
  })

  it('takes no event twice', () => {
    const view = reduceRun(LOG)
    expect(applyRunEvents(view, LOG.slice(3, 12))).toBe(view)
  })

  it('leaves earlier views as they were, and shares steps that nothing happened to', () => {
    const before = reduceRun(LOG.slice(0, 14))
    const copy = structuredClone(before)
    const after = applyRunEvents(before, LOG.slice(14))
    expect(before).toEqual(copy)
    expect(after.steps.get('a')).toBe(before.steps.get('a'))
  })

  it('keeps each attempt with its times and its end', () => {
    const step = reduceRun(LOG).steps.get('a')
    expect(
      step?.attempts.map(({ attempt, status, startedAt, endedAt }) => [
        attempt,
        status,
        startedAt.slice(17, 19),
        endedAt?.slice(17, 19),
      ]),
    ).toEqual([
      [1, 'failed', '03', '05'],
      [2, 'interrupted', '08', '09'],
      [3, 'succeeded', '10', '13'],
    ])
    expect(step?.attempts[0]?.waits).toEqual([
      { kind: 'retry', from: LOG[6]?.at, to: LOG[7]?.at, dueAt: '2026-01-01T00:00:07.000Z' },
    ])
    expect(step?.logs.map(({ message }) => message)).toEqual(['hello'])
  })

  it('adds up tokens and cost, and counts calls without a price', () => {
    const { usage } = reduceRun(LOG)
    expect(usage).toEqual({ calls: 2, inputTokens: 11, outputTokens: 6, costNanos: '700', unpricedCalls: 1 })
  })

  it('is waiting while nothing but containers is under way', () => {
    expect(reduceRun(LOG.slice(0, 7)).status).toBe('waiting')
    expect(reduceRun(LOG.slice(0, 16)).status).toBe('running')
    expect(reduceRun(LOG.slice(0, 17)).status).toBe('waiting')
    expect(reduceRun(LOG.slice(0, 22)).status).toBe('failed')
  })

  it('shows after a resume what will run again, with its earlier attempts', () => {
    const view = reduceRun(LOG)
    expect([view.status, view.generation, view.error]).toEqual(['queued', 2, undefined])
    const gate = view.steps.get('both.left.gate')
    expect(gate).toMatchObject({
      status: 'pending',
      attempts: [{ generation: 1, waits: [{ outcome: 'rejected', comment: 'no' }] }],
    })
    expect(gate?.error).toBeUndefined()
    const next = applyRunEvent(view, { type: 'run.started', seq: 24, at: '2026-01-01T01:00:00.000Z' })
    expect(next.status).toBe('running')
  })
})
