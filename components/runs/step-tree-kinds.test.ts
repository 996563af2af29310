import { describe, expect, test } from 'vitest'
import type { LoggedRunEvent, RunEvent } from '@/server/kernel/run-events'
import { reduceRun } from '@/server/kernel/run-view'
import { busySpans, segmentsOf, spanOf } from './segments'
import { buildTree, type Plan, type TreeNode } from './step-tree'
import { ROLLBACK_PATH } from './tree-node'
import { firstFailure, revealed, visibleRows, wayTo } from './tree-path'

const START = Date.parse('2026-01-01T00:00:00.000Z')
const iso = (second: number) => new Date(START + second * 1_000).toISOString()

/** One event a second. */
function viewOf(...events: RunEvent[]) {
  return reduceRun(
    events.map((event, index): LoggedRunEvent => ({ ...event, seq: index + 1, at: iso(index) })),
  )
}

const started = (path: string, kind = 'set', input: object | null = null): RunEvent => ({
  type: 'step.started',
  path,
  stepId: path.slice(path.lastIndexOf('.') + 1),
  kind,
  attempt: 1,
  input: input === null ? null : JSON.parse(JSON.stringify(input)),
})
const named = (path: string, name: string): RunEvent => ({
  type: 'step.started',
  path,
  stepId: path,
  kind: 'http',
  name,
  attempt: 1,
  input: null,
})
const succeeded = (path: string): RunEvent => ({ type: 'step.succeeded', path, attempt: 1, output: null })
const error = { code: 'x', message: 'no' }
const failed = (path: string): RunEvent => ({
  type: 'step.failed',
  path,
  attempt: 1,
  error,
  continued: false,
})

const told = (nodes: readonly TreeNode[]) =>
  nodes.map(({ mark, label, status }) => [mark, label, status].filter(Boolean).join(' '))

test('of a switch the case taken shows its steps, the others are skipped', () => {
  const plan: Plan = {
    steps: [
      {
        id: 'size',
        kind: 'switch',
        config: { cases: [{ name: 'large', when: 'inputs.n > 10' }], hasDefault: true },
        branches: [
          { name: 'large', steps: [{ id: 'big', kind: 'set' }] },
          { name: 'default', steps: [{ id: 'small', kind: 'set' }] },
        ],
      },
    ],
    finally: [],
  }
  const before = buildTree(new Map(), plan)
  expect(before[0]?.children.map((one) => one.status)).toEqual(['queued', 'queued'])
  const view = viewOf(started('size', 'switch'), started('size.large.big'))
  const [large, other] = buildTree(view.steps, plan)[0]?.children ?? []
  expect(large).toMatchObject({ label: 'large', hint: 'inputs.n > 10', status: 'running' })
  expect(large?.children).toHaveLength(1)
  expect(other).toMatchObject({ label: 'default', status: 'skipped', children: [] })
})

test('a switch that took no case shows all of them as skipped', () => {
  const plan: Plan = {
    steps: [{ id: 'size', kind: 'switch', branches: [{ name: 'a', steps: [] }] }],
    finally: [],
  }
  const view = viewOf(started('size', 'switch'), succeeded('size'))
  expect(told(buildTree(view.steps, plan)[0]?.children ?? [])).toEqual(['a skipped'])
})

describe('a loop', () => {
  const view = viewOf(
    started('poll', 'loop'),
    started('poll[0].pause', 'wait'),
    succeeded('poll[0].pause'),
    started('poll[0].ask', 'http'),
    succeeded('poll[0].ask'),
    started('poll[1].pause', 'wait'),
    failed('poll[1].pause'),
  )

  test('is one row, and its iterations keep their order', () => {
    const tree = buildTree(view.steps)
    expect(visibleRows(tree, new Set())).toHaveLength(1)
    expect(tree[0]?.summary).toBe('2 iterations, 1 failed')
    expect(told(tree[0]?.children ?? [])).toEqual(['Iteration 1 succeeded', 'Iteration 2 failed'])
  })

  test('of one step shows that step for each iteration', () => {
    const single = viewOf(started('poll', 'loop'), started('poll[0].ask'), succeeded('poll[0].ask'))
    expect(told(buildTree(single.steps)[0]?.children ?? [])).toEqual(['Iteration 1 ask succeeded'])
  })
})

test('a long list shows which items went to which run', () => {
  const items = Array.from({ length: 450 }, (_, index) => index)
  const view = viewOf(
    started('sweep', 'forEach', { items }),
    started('sweep[0].batch', 'forEach'),
    { type: 'step.waiting', path: 'sweep[0].batch', wait: { kind: 'child', childRunId: 'run_1' } },
    started('sweep[2].batch', 'forEach'),
    { type: 'step.waiting', path: 'sweep[2].batch', wait: { kind: 'child', childRunId: 'run_3' } },
    failed('sweep[2].batch'),
  )
  const plan: Plan = {
    steps: [{ id: 'sweep', kind: 'forEach', body: [{ id: 'get', kind: 'http' }] }],
    finally: [],
  }
  const [node] = buildTree(view.steps, plan)
  expect(node?.summary).toBe('450 items in 1/2 batches, 1 failed')
  expect(told(node?.children ?? [])).toEqual(['Items 400–449 failed', 'Items 0–199 waiting'])
})

describe('code', () => {
  const view = viewOf(
    started('ask', 'code'),
    started('ask.1-approval', 'approval'),
    started('ask.0-http', 'http'),
    succeeded('ask.0-http'),
    { type: 'step.waiting', path: 'ask.1-approval', wait: { kind: 'approval' } },
  )

  test('shows its calls in the order in which it made them', () => {
    expect(told(buildTree(view.steps)[0]?.children ?? [])).toEqual([
      'Call 1 http succeeded',
      'Call 2 approval waiting',
    ])
  })

  test('is not busy while it waits for a call', () => {
    const busy = busySpans(view.steps, START + 100_000)
    expect(Math.max(...busy.map((span) => span.to))).toBe(START + 4_000)
  })

  test('that made steps shows them, those to come included', () => {
    const made = viewOf(
      started('plan', 'code'),
      {
        type: 'step.expanded',
        path: 'plan',
        steps: [
          { id: 'first', kind: 'set' },
          { id: 'second', kind: 'parallel', branches: [{ name: 'a', steps: [{ id: 'x', kind: 'set' }] }] },
        ],
      },
      started('plan.generated.first'),
    )
    const rows = visibleRows(buildTree(made.steps), new Set())
    expect(rows.map(({ node, depth }) => `${depth}:${node.path}:${node.status}`)).toEqual([
      '0:plan:running',
      '1:plan.generated.first:running',
      '1:plan.generated.second:queued',
      '2:plan.generated.second.a:queued',
      '3:plan.generated.second.a.x:queued',
    ])
  })

  test('whose steps were erased still shows those that ran', () => {
    const made = viewOf(
      started('plan', 'code'),
      { type: 'step.expanded', path: 'plan', steps: null },
      started('plan.generated.first'),
    )
    expect(told(buildTree(made.steps)[0]?.children ?? [])).toEqual(['first running'])
  })
})

describe('a failure that is handled', () => {
  const plan: Plan = {
    steps: [{ id: 'charge', kind: 'http', handler: [{ id: 'tell', kind: 'emit' }] }],
    finally: [],
  }
  const log: RunEvent[] = [
    started('charge', 'http'),
    { type: 'step.caught', path: 'charge', attempt: 1, error },
  ]

  test('shows what it leads to below the step, and nothing of it before', () => {
    expect(buildTree(viewOf(started('charge', 'http')).steps, plan)[0]?.children).toEqual([])
    const [handler] = buildTree(viewOf(...log).steps, plan)[0]?.children ?? []
    expect(handler).toMatchObject({ label: 'On error', status: 'queued', children: [{ label: 'tell' }] })
  })

  test('lasts until its steps are over, and counts as failed only where they fail', () => {
    const view = viewOf(
      ...log,
      started('charge.onError.tell'),
      failed('charge.onError.tell'),
      failed('charge'),
    )
    const [node] = buildTree(view.steps, plan)
    expect(node && spanOf(node, START)).toEqual({ from: START, to: START + 3_000 })
    expect(firstFailure(view)).toBe('charge.onError.tell')
  })
})

describe('the end of a run', () => {
  const plan: Plan = {
    steps: [{ id: 'book', name: 'Book the room', kind: 'http' }],
    finally: [{ id: 'tell', kind: 'emit' }],
  }

  test('finally stands below the steps', () => {
    const rows = visibleRows(buildTree(viewOf(started('book', 'http')).steps, plan), new Set())
    expect(rows.map(({ node }) => node.path)).toEqual(['book', 'finally', 'finally.tell'])
  })

  test('what is taken back stands together, named for what it undoes', () => {
    const view = viewOf(
      named('book', 'Book the room'),
      succeeded('book'),
      started('all', 'parallel'),
      started('all.left.pay', 'http'),
      succeeded('all.left.pay'),
      succeeded('all'),
      started('all.left.pay.undo', 'http'),
      succeeded('all.left.pay.undo'),
      { type: 'step.rolledBack', path: 'all.left.pay' },
      started('book.undo', 'http'),
    )
    const tree = buildTree(view.steps)
    const section = tree.at(-1)
    expect(section).toMatchObject({ path: ROLLBACK_PATH, label: 'Rollback', status: 'running' })
    expect(told(section?.children ?? [])).toEqual(['Undo pay succeeded', 'Undo Book the room running'])
    expect(section?.children[0]?.hint).toBe('all.left.pay')
    expect(tree[1]?.children[0]?.status).toBe('rolled_back')
    expect(wayTo(tree, 'book.undo')?.map((node) => node.path)).toEqual([ROLLBACK_PATH, 'book.undo'])
  })
})

describe('a run that is only a part of its version', () => {
  test('shows the items it took', () => {
    const view = viewOf(started('all.left.sweep[0].get'), succeeded('all.left.sweep[0].get'))
    const [node] = buildTree(view.steps)
    expect(node).toMatchObject({ label: 'sweep', status: 'succeeded', summary: '1 × get' })
  })

  test('shows the one step that it tries', () => {
    expect(told(buildTree(viewOf(started('all.left.get')).steps))).toEqual(['get running'])
  })
})

test('the time before the first attempt is a wait', () => {
  const view = viewOf(
    { type: 'step.queued', path: 'a', stepId: 'a', kind: 'http' },
    { type: 'step.waiting', path: 'a', wait: { kind: 'slot' } },
    { type: 'step.woken', path: 'a' },
    started('a', 'http'),
    succeeded('a'),
  )
  const [node] = buildTree(view.steps)
  const pieces = node?.step ? segmentsOf(node.step, START) : []
  expect(
    pieces.map(({ kind, from, to }) => `${kind} ${(from - START) / 1_000}-${(to - START) / 1_000}`),
  ).toEqual(['wait 1-2', 'work 3-4'])
  expect(node && spanOf(node, START)).toEqual({ from: START + 1_000, to: START + 4_000 })
})

test('a step inside closed loops is opened on the way to it', () => {
  const view = viewOf(
    started('poll', 'loop'),
    started('poll[0].sweep', 'forEach'),
    started('poll[0].sweep[4].a'),
    started('poll[0].sweep[4].b'),
  )
  const tree = buildTree(view.steps)
  const rows = visibleRows(tree, revealed(tree, new Set(), 'poll[0].sweep[4].b'))
  expect(rows.map(({ node }) => node.path)).toContain('poll[0].sweep[4].b')
})

test('a run of some items counts those it has, for its log does not list them', () => {
  const view = viewOf(
    started('sweep', 'forEach', { items: [] }),
    started('sweep[0].get'),
    succeeded('sweep[0].get'),
  )
  expect(buildTree(view.steps)[0]?.summary).toBe('1 × get')
})
