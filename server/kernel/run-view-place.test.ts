import { expect, it } from 'vitest'
import { callOf, lastOf, placeOf } from './run-view'

it.each([
  ['a', {}],
  ['a.left.b', { parent: 'a', slot: 'left' }],
  ['sweep[3].get', { parent: 'sweep', slot: '3' }],
  ['a.left.sweep[12].both.r.x', { parent: 'a.left.sweep[12].both', slot: 'r' }],
  ['a.left.sweep[12].get', { parent: 'a.left.sweep', slot: '12' }],
  ['charge.undo', { parent: 'charge', slot: 'undo' }],
  ['a.left.charge.undo', { parent: 'a.left.charge', slot: 'undo' }],
  ['sweep[2].charge.undo.0-http', { parent: 'sweep[2].charge.undo', slot: 'calls' }],
  ['ask.12-approval', { parent: 'ask', slot: 'calls' }],
  ['charge.onError.tell', { parent: 'charge', slot: 'onError' }],
  ['plan.generated.first', { parent: 'plan', slot: 'generated' }],
  ['finally.tell', { parent: '', slot: 'finally' }],
  ['finally.tell.onError.log', { parent: 'finally.tell', slot: 'onError' }],
])('the place of %s is read from its path', (path, place) => {
  expect(placeOf(path)).toEqual(place)
})

it('tells the calls of code from steps with an id', () => {
  expect(callOf(lastOf('ask.3-http'))).toEqual({ index: 3, kind: 'http' })
  expect(callOf(lastOf('both.left.get-3'))).toBeUndefined()
})
