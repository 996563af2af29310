import { expect, test } from 'vitest'
import type { StepChange } from '@/server/language/definition/diff'
import { changeSummary, changeText, placeText, valueText } from './change-texts'

const step: StepChange = {
  subject: 'step',
  kind: 'added',
  id: 'pay',
  stepKind: 'http',
  list: '',
  innerSteps: 0,
  fields: [],
}

test('a step is told with where it stands and what came with it', () => {
  expect(changeText(step).notes).toEqual([])
  expect(changeText({ ...step, list: 'fulfil.payment', innerSteps: 2 }).notes).toEqual([
    'in `fulfil.payment`',
    'with 2 steps inside',
  ])
  expect(changeText({ ...step, kind: 'moved', movedFrom: '', list: 'finally' }).notes).toEqual([
    'from the main list to `finally`',
  ])
  expect(changeText({ ...step, kind: 'moved', movedFrom: '' }).notes).toEqual([
    'stands elsewhere in the list',
  ])
})

test('lists have names that people know', () => {
  expect(placeText('pay.undo')).toBe('`undo` of `pay`')
  expect(placeText('a.b.onError')).toBe('`onError` of `a.b`')
})

test('short values stand on one line, texts as they are', () => {
  expect(valueText(['a', 'b'])).toBe('["a","b"]')
  expect(valueText('two\nlines')).toBe('two\nlines')
  expect(valueText({ long: 'x'.repeat(80) })).toContain('\n')
})

test('the sum says how many of each', () => {
  expect(changeSummary([])).toBe('Nothing that a run would notice.')
  expect(changeSummary([step])).toBe('1 change: 1 added.')
  expect(changeSummary([step, { ...step, kind: 'moved' }, { ...step, kind: 'added' }])).toBe(
    '3 changes: 2 added, 1 moved.',
  )
})
