import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedRunEvent, RunEvent } from './run-events'
import { applyRunEvents, emptyRunView, reduceRun } from './run-view'

const start = Date.parse('2026-01-01T00:00:00.000Z')
const at = (second: number) => new Date(start + second * 1_000).toISOString()

function logOf(events: readonly RunEvent[]): LoggedRunEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, at: at(index) }))
}

function viewOf(...events: RunEvent[]) {
  return reduceRun(logOf(events))
}

const queued: RunEvent = { type: 'run.queued', by: null, versionNumber: 1 }
const begun: RunEvent = { type: 'run.started' }
const started = (path: string, kind = 'http', attempt = 1): RunEvent => ({
  type: 'step.started',
  path,
  stepId: path.slice(path.lastIndexOf('.') + 1),
  kind,
  attempt,
  input: null,
})
const succeeded = (path: string): RunEvent => ({ type: 'step.succeeded', path, attempt: 1, output: path })
const error = { code: 'http_5xx', message: 'x' }

describe('a step before its first attempt', () => {
  const log: RunEvent[] = [
    queued,
    begun,
    { type: 'step.queued', path: 'a', stepId: 'a', kind: 'http', name: 'Ask' },
    { type: 'step.waiting', path: 'a', wait: { kind: 'slot' } },
  ]

  it('waits for its place, and the run with it', () => {
    const view = viewOf(...log)
    expect(view.status).toBe('waiting')
    expect(view.steps.get('a')).toMatchObject({
      status: 'waiting',
      name: 'Ask',
      wait: { kind: 'slot', from: at(3) },
      attempts: [],
    })
  })

  it('keeps that wait apart from its attempts', () => {
    const step = viewOf(...log, { type: 'step.woken', path: 'a' }, started('a')).steps.get('a')
    expect(step?.waits).toEqual([{ kind: 'slot', from: at(3), to: at(4) }])
    expect(step?.attempts).toMatchObject([{ startedAt: at(5), waits: [] }])
    expect(step?.wait).toBeUndefined()
  })

  it('keeps the wait of a later generation apart from the attempts of the earlier one', () => {
    const view = viewOf(
      queued,
      begun,
      started('a'),
      { type: 'step.failed', path: 'a', attempt: 1, error, continued: false },
      { type: 'run.failed', error },
      { type: 'run.resumed', by: null, generation: 2, reset: ['a'] },
      begun,
      { type: 'step.queued', path: 'a', stepId: 'a', kind: 'http' },
      { type: 'step.waiting', path: 'a', wait: { kind: 'delay', dueAt: at(60) } },
    )
    expect(view.steps.get('a')).toMatchObject({
      status: 'waiting',
      attempts: [{ generation: 1, status: 'failed', waits: [] }],
      waits: [{ kind: 'delay', dueAt: at(60) }],
    })
  })
})

it('a wait says for which event or run', () => {
  const view = viewOf(
    queued,
    begun,
    started('paid', 'wait'),
    { type: 'step.waiting', path: 'paid', wait: { kind: 'event', eventName: 'order.paid', since: at(0) } },
    started('child', 'workflow'),
    { type: 'step.waiting', path: 'child', wait: { kind: 'child', childRunId: 'run_2' } },
  )
  expect(view.steps.get('paid')?.wait).toMatchObject({ kind: 'event', eventName: 'order.paid' })
  expect(view.steps.get('child')?.wait).toMatchObject({ kind: 'child', childRunId: 'run_2' })
})

it('a run is waiting while code waits for its calls', () => {
  const log: RunEvent[] = [queued, begun, started('ask', 'code'), started('ask.0-approval', 'approval')]
  expect(viewOf(...log).status).toBe('running')
  const waits: RunEvent = { type: 'step.waiting', path: 'ask.0-approval', wait: { kind: 'approval' } }
  expect(viewOf(...log, waits).status).toBe('waiting')
  expect(viewOf(...log, waits, started('other')).status).toBe('running')
})

it('a caught failure goes on with its steps and ends as they do', () => {
  const log: RunEvent[] = [
    queued,
    begun,
    started('charge'),
    { type: 'step.caught', path: 'charge', attempt: 1, error },
    started('charge.onError.tell', 'emit'),
  ]
  const step = viewOf(...log).steps.get('charge')
  expect(step).toMatchObject({ status: 'running', isCaught: true, error, attempts: [{ status: 'failed' }] })
  const ended = viewOf(...log, succeeded('charge.onError.tell'), {
    type: 'step.failed',
    path: 'charge',
    attempt: 1,
    error,
    continued: true,
    output: { told: true },
  }).steps.get('charge')
  expect(ended).toMatchObject({ status: 'failed', isContinued: true, output: { told: true } })
  expect(ended?.attempts[0]?.endedAt).toBe(at(3))
})

it('steps taken over, cached and made up are marked', () => {
  const view = viewOf(
    { ...queued, replayOf: { runId: 'run_1', from: 'b' } },
    {
      type: 'step.kept',
      path: 'a',
      stepId: 'a',
      kind: 'set',
      status: 'succeeded',
      attempt: 1,
      output: 7,
      continued: false,
    },
    begun,
    started('b', 'http'),
    { type: 'step.succeeded', path: 'b', attempt: 1, output: 8, isCached: true },
    started('c', 'code'),
    { type: 'step.expanded', path: 'c', steps: [{ id: 'made' }] },
  )
  expect(view.replayOf).toEqual({ runId: 'run_1', from: 'b' })
  expect(view.steps.get('a')).toMatchObject({ isKept: true, status: 'succeeded', output: 7, attempts: [] })
  expect(view.steps.get('b')).toMatchObject({ isCached: true, output: 8 })
  expect(view.steps.get('c')).toMatchObject({ status: 'running', generated: [{ id: 'made' }] })
})

it('a line of a command says where it was written', () => {
  const view = viewOf(queued, begun, started('a', 'shell'), {
    type: 'step.logged',
    path: 'a',
    attempt: 1,
    level: 'info',
    message: 'oops',
    stream: 'stderr',
  })
  expect(view.steps.get('a')?.logs).toMatchObject([{ message: 'oops', stream: 'stderr' }])
})

describe('stopping and pausing', () => {
  it('a pause lasts until somebody continues, or the run ends', () => {
    const paused = [queued, begun, { type: 'run.paused', by: 'usr_1' }] satisfies RunEvent[]
    expect(viewOf(...paused)).toMatchObject({ pausedAt: at(2), pausedBy: 'usr_1' })
    expect(viewOf(...paused, { type: 'run.continued', by: null }).pausedAt).toBeUndefined()
    expect(viewOf(...paused, { type: 'run.cancelled' }).pausedAt).toBeUndefined()
  })

  it('a second request to cancel is told from the first', () => {
    const once = [
      queued,
      begun,
      { type: 'run.cancelRequested', by: null, reason: 'wrong order' },
    ] satisfies RunEvent[]
    expect(viewOf(...once)).toMatchObject({
      isCancelRequested: true,
      isCancelForced: false,
      cancelReason: 'wrong order',
    })
    const twice = viewOf(...once, { type: 'run.cancelRequested', by: null, isForced: true })
    expect(twice).toMatchObject({ isCancelForced: true, cancelReason: 'wrong order' })
  })
})

describe('rollback', () => {
  const failedRun: RunEvent[] = [
    queued,
    begun,
    started('a'),
    succeeded('a'),
    started('b'),
    { type: 'step.failed', path: 'b', attempt: 1, error, continued: false },
    { type: 'run.failed', error },
  ]
  const asked: RunEvent = { type: 'run.rollbackRequested', by: 'usr_1', generation: 2, reset: [] }
  const undone: RunEvent[] = [
    begun,
    started('a.undo'),
    succeeded('a.undo'),
    { type: 'step.rolledBack', path: 'a' },
    { type: 'run.rolledBack', error },
  ]

  it('asked for by hand it reopens the run and remembers how it had ended', () => {
    const view = viewOf(...failedRun, asked)
    expect(view).toMatchObject({
      status: 'queued',
      phase: 'rollback',
      generation: 2,
      outcome: { status: 'failed', error },
    })
    expect(view.endedAt).toBeUndefined()
    expect(view.error).toBeUndefined()
  })

  it('marks what was undone, and why the run had to be', () => {
    const view = viewOf(...failedRun, asked, ...undone)
    expect(view).toMatchObject({ status: 'rolled_back', error })
    expect(view.steps.get('a')).toMatchObject({ status: 'rolled_back', undoneAt: at(11) })
    expect(view.steps.get('a.undo')?.status).toBe('succeeded')
  })

  it('that stopped half-way is tried again where it failed', () => {
    const refused: RunEvent[] = [
      begun,
      started('a.undo'),
      { type: 'step.failed', path: 'a.undo', attempt: 1, error, continued: false },
      { type: 'run.failed', error: { code: 'rollback_failed', message: 'x', path: 'a.undo' } },
    ]
    const partly = viewOf(...failedRun, asked, ...refused)
    expect(partly).toMatchObject({ status: 'failed', phase: 'rollback', error: { code: 'rollback_failed' } })
    const again = viewOf(...failedRun, asked, ...refused, {
      type: 'run.rollbackRequested',
      by: null,
      generation: 3,
      reset: ['a.undo'],
    })
    expect(again.outcome).toEqual({ status: 'failed', error })
    expect(again.steps.get('a.undo')?.status).toBe('pending')
    expect(again.steps.get('a')?.status).toBe('succeeded')
  })

  it('a resume afterwards runs what was undone anew', () => {
    const view = viewOf(...failedRun, asked, ...undone, {
      type: 'run.resumed',
      by: null,
      generation: 3,
      reset: ['a', 'a.undo', 'b'],
    })
    expect(view).toMatchObject({ status: 'queued', phase: 'main', generation: 3 })
    expect(view.outcome).toBeUndefined()
    const step = view.steps.get('a')
    expect(step?.status).toBe('pending')
    expect(step?.undoneAt).toBeUndefined()
    expect(step?.output).toBeUndefined()
  })
})

it('the main part being over, the run remembers how it ended while the rest goes on', () => {
  const outcome = { status: 'succeeded', output: 1 } as const
  const view = viewOf(
    queued,
    begun,
    { type: 'run.finishing', phase: 'finally', outcome },
    started('finally.tell'),
  )
  expect(view).toMatchObject({ status: 'running', phase: 'finally', outcome })
  expect(view.steps.get('finally.tell')).toMatchObject({ parent: '', slot: 'finally' })
})

it('the order in which steps ended is kept', () => {
  const view = viewOf(queued, begun, started('a'), started('b'), succeeded('b'), succeeded('a'))
  expect(view.steps.get('b')?.endedSeq).toBe(5)
  expect(view.steps.get('a')?.endedSeq).toBe(6)
})

it('a log that came in pieces, waits and recoveries included, tells the same as one that came at once', () => {
  const failure = { attempt: 1, error, continued: false }
  const log = logOf([
    queued,
    begun,
    { type: 'step.queued', path: 'a', stepId: 'a', kind: 'http' },
    { type: 'step.waiting', path: 'a', wait: { kind: 'delay', dueAt: at(9) } },
    { type: 'step.woken', path: 'a' },
    { type: 'step.waiting', path: 'a', wait: { kind: 'slot' } },
    { type: 'step.woken', path: 'a' },
    started('a'),
    { type: 'step.attemptFailed', path: 'a', attempt: 1, error, retryAt: at(12) },
    { type: 'step.waiting', path: 'a', wait: { kind: 'retry', dueAt: at(12) } },
    { type: 'step.woken', path: 'a' },
    started('a', 'http', 2),
    succeeded('a'),
    { type: 'run.paused', by: null },
    { type: 'run.continued', by: null },
    started('b', 'workflow'),
    { type: 'step.waiting', path: 'b', wait: { kind: 'child', childRunId: 'run_2' } },
    { type: 'step.woken', path: 'b' },
    { type: 'step.caught', path: 'b', attempt: 1, error },
    started('b.onError.c'),
    { type: 'step.failed', path: 'b.onError.c', ...failure },
    { type: 'step.failed', path: 'b', ...failure },
    { type: 'run.finishing', phase: 'finally', outcome: { status: 'failed', error } },
    { type: 'run.failed', error },
    { type: 'run.resumed', by: null, generation: 2, reset: ['b', 'b.onError.c'] },
    begun,
    { type: 'step.queued', path: 'b', stepId: 'b', kind: 'workflow' },
    { type: 'step.waiting', path: 'b', wait: { kind: 'slot' } },
    { type: 'run.cancelRequested', by: null },
    { type: 'step.cancelled', path: 'b' },
    { type: 'run.cancelled' },
    { type: 'run.rollbackRequested', by: null, generation: 3, reset: [] },
    begun,
    started('a.undo'),
    succeeded('a.undo'),
    { type: 'step.rolledBack', path: 'a' },
    { type: 'run.rolledBack' },
  ])
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 40, maxLength: 40 }), (sizes) => {
      let view = emptyRunView()
      let from = 0
      for (const size of [...sizes, log.length]) {
        view = applyRunEvents(view, log.slice(from, from + size))
        from += size
      }
      expect(view).toEqual(reduceRun(log))
    }),
  )
})
