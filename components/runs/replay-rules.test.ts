import { expect, it } from 'vitest'
import type { LoggedRunEvent, RunEvent } from '@/server/kernel/run-events'
import { reduceRun } from '@/server/kernel/run-view'
import { editedInputs, mayBeginAt, replayStarts } from './replay-rules'

const at = '2026-01-01T00:00:00.000Z'
const started = (path: string, kind = 'http'): RunEvent => ({
  type: 'step.started',
  path,
  stepId: path.slice(path.lastIndexOf('.') + 1),
  kind,
  attempt: 1,
  input: null,
})

it('a replay begins at a step that began, not on behalf of another step; items are not listed', () => {
  const events: RunEvent[] = [
    started('first'),
    started('both', 'parallel'),
    started('both.left.second'),
    started('sweep', 'forEach'),
    started('sweep[0].get'),
    started('ask', 'code'),
    started('ask.0-http'),
    started('first.undo'),
    started('first.onError.tell'),
    started('finally.last'),
    {
      type: 'step.skipped',
      path: 'third',
      stepId: 'third',
      kind: 'set',
      reason: 'Its condition is not true.',
    },
  ]
  const view = reduceRun(events.map((event, index): LoggedRunEvent => ({ ...event, seq: index + 1, at })))
  expect(replayStarts(view).map(({ value }) => value)).toEqual([
    'first',
    'both',
    'both.left.second',
    'sweep',
    'ask',
  ])
  expect(replayStarts(undefined)).toEqual([])
  const item = view.steps.get('sweep[0].get')
  expect(item && mayBeginAt(item)).toBe(true)
})

it('inputs are sent only where they were changed', () => {
  expect(editedInputs({ a: 1, b: { c: [2] } }, { b: { c: [2] }, a: 1 })).toBeUndefined()
  expect(editedInputs({ a: 1 }, { a: 2 })).toEqual({ a: 2 })
  expect(editedInputs({ a: 1, gone: 1 }, { a: 1 })).toEqual({ a: 1 })
})
