import { expect, test } from 'vitest'
import type { LoggedRunEvent, RunEvent } from '@/server/kernel/run-events'
import { reduceRun } from '@/server/kernel/run-view'
import { busySpans, segmentsOf, spanOf } from './segments'
import { buildTree } from './step-tree'
import { firstFailure, revealed, visibleRows, wayTo } from './tree-path'

const START = Date.parse('2026-01-01T00:00:00.000Z')

/** A log from events with their second. */
function viewOf(...entries: [number, RunEvent][]) {
  const events = entries.map(([second, event], index): LoggedRunEvent => {
    const at = new Date(START + second * 1_000).toISOString()
    return { ...event, seq: index + 1, at }
  })
  return reduceRun(events)
}

const started = (path: string, kind: string, attempt = 1, input: object = {}) =>
  ({
    type: 'step.started',
    path,
    stepId: path.slice(path.lastIndexOf('.') + 1),
    kind,
    attempt,
    input: JSON.parse(JSON.stringify(input)),
  }) satisfies RunEvent
const succeeded = (path: string) =>
  ({ type: 'step.succeeded', path, attempt: 1, output: null }) satisfies RunEvent
const failed = (path: string) =>
  ({
    type: 'step.failed',
    path,
    attempt: 1,
    error: { code: 'x', message: 'no' },
    continued: false,
  }) satisfies RunEvent

function sweep(count: number, failing: number[]) {
  const items = Array.from({ length: count }, (_, index) => `https://example.com/${index}`)
  const each = items.flatMap((_, index): [number, RunEvent][] => {
    const path = `sweep[${index}].fetch`
    return [
      [1, started(path, 'http')],
      [2, failing.includes(index) ? failed(path) : succeeded(path)],
    ]
  })
  return viewOf([0, { type: 'run.started' }], [0, started('sweep', 'forEach', 1, { items })], ...each)
}

test('a loop is one row that sums its items up, failed ones first when it is opened', () => {
  const tree = buildTree(sweep(200, [7, 90, 150]).steps)
  expect(tree).toHaveLength(1)
  expect(tree[0]?.summary).toBe('200 × fetch, 3 failed')
  expect(visibleRows(tree, new Set())).toHaveLength(1)
  const rows = visibleRows(tree, new Set(['sweep']))
  expect(rows).toHaveLength(201)
  expect(rows.slice(1, 5).map((row) => row.node.index)).toEqual([7, 90, 150, 0])
  expect(rows[1]?.node.hint).toBe('https://example.com/7')
})

test('a loop under way tells how many of its items are settled', () => {
  const view = viewOf(
    [0, started('sweep', 'forEach', 1, { items: [1, 2, 3] })],
    [1, started('sweep[0].get', 'http')],
    [2, succeeded('sweep[0].get')],
    [2, started('sweep[1].get', 'http')],
  )
  expect(buildTree(view.steps)[0]?.summary).toBe('1/3 × get')
})

test('items of several steps are groups with a status of their own', () => {
  const view = viewOf(
    [0, started('all', 'forEach', 1, { items: ['a', 'b'] })],
    [1, started('all[0].get', 'http')],
    [2, succeeded('all[0].get')],
    [3, started('all[0].read', 'code')],
    [4, failed('all[0].read')],
    [1, started('all[1].get', 'http')],
  )
  const [first, second] = buildTree(view.steps)[0]?.children ?? []
  expect(first).toMatchObject({ kind: 'item', status: 'failed', index: 0 })
  expect(first?.children.map((child) => child.label)).toEqual(['get', 'read'])
  expect(second).toMatchObject({ status: 'running' })
})

test('steps that have not begun come from the definition, in its order', () => {
  const steps = [
    { id: 'first', kind: 'set' as const },
    {
      id: 'both',
      kind: 'parallel' as const,
      branches: [
        { name: 'left', steps: [{ id: 'a', kind: 'code' as const }] },
        { name: 'right', steps: [{ id: 'b', kind: 'code' as const }] },
      ],
    },
    { id: 'last', kind: 'set' as const },
  ]
  const view = viewOf(
    [0, started('first', 'set')],
    [1, succeeded('first')],
    [1, started('both', 'parallel')],
    [1, started('both.right.b', 'code')],
  )
  const rows = visibleRows(buildTree(view.steps, { steps, finally: [] }), new Set())
  expect(rows.map(({ node, depth }) => `${depth}:${node.path}:${node.status}`)).toEqual([
    '0:first:succeeded',
    '0:both:running',
    '1:both.left:queued',
    '2:both.left.a:queued',
    '1:both.right:running',
    '2:both.right.b:running',
    '0:last:queued',
  ])
})

test('the way to a step inside a loop is opened', () => {
  const view = sweep(3, [1])
  const tree = buildTree(view.steps)
  const failure = firstFailure(view)
  expect(failure).toBe('sweep[1].fetch')
  expect(visibleRows(tree, revealed(tree, new Set(), failure ?? '')).map((row) => row.node.path)).toContain(
    failure,
  )
  expect(wayTo(tree, failure ?? '')?.at(-1)?.index).toBe(1)
})

test('work, waiting and the pause before a retry are told apart', () => {
  const error = { code: 'http_503', message: 'busy' }
  const view = viewOf(
    [0, { type: 'run.started' }],
    [0, started('call', 'http')],
    [
      2,
      {
        type: 'step.attemptFailed',
        path: 'call',
        attempt: 1,
        error,
        retryAt: new Date(START + 5_000).toISOString(),
      },
    ],
    [
      2,
      {
        type: 'step.waiting',
        path: 'call',
        wait: { kind: 'retry', dueAt: new Date(START + 5_000).toISOString() },
      },
    ],
    [5, { type: 'step.woken', path: 'call' }],
    [5, started('call', 'http', 2)],
    [6, { type: 'step.succeeded', path: 'call', attempt: 2, output: 1 }],
    [6, started('gate', 'approval')],
    [6, { type: 'step.waiting', path: 'gate', wait: { kind: 'approval', approvalId: 'apv_1' } }],
  )
  const call = view.steps.get('call')
  const gate = view.steps.get('gate')
  if (!call || !gate) throw new Error('The log lacks its steps.')
  const now = START + 60_000
  const look = (step: typeof call) =>
    segmentsOf(step, now).map(
      ({ kind, from, to }) => `${kind} ${(from - START) / 1_000}-${(to - START) / 1_000}`,
    )
  expect(look(call)).toEqual(['work 0-2', 'backoff 2-5', 'work 5-6'])
  expect(look(gate)).toEqual(['wait 6-60'])
  expect(busySpans(view.steps, now)).toHaveLength(3)
  const [node] = buildTree(view.steps)
  expect(node && spanOf(node, now)).toEqual({ from: START, to: START + 6_000 })
})

test('a loop of two thousand items keeps each of them', () => {
  const view = sweep(2_000, [5])
  expect(buildTree(view.steps)[0]?.children).toHaveLength(2_000)
})
