import { expect, test } from 'vitest'
import { createPlaces } from './places'

test('one tenant leaves places free for others', () => {
  const places = createPlaces(10)
  for (let n = 0; places.freeFor('crowd') > 0; n++) places.take(`crowd-${n}`, 'crowd')
  expect(places.held()).toEqual(new Map([['crowd', 8]]))
  expect(places.freeFor('single')).toBe(2)
  places.take('single-1', 'single')
  places.take('single-2', 'single')
  expect(places.freeFor('single')).toBe(0)
  expect(places.free()).toBe(0)
})

test('a place given back is free once', () => {
  const places = createPlaces(2)
  places.take('one', 'a')
  places.giveBack('one')
  places.giveBack('one')
  places.giveBack('never taken')
  expect(places.free()).toBe(2)
  expect(places.held().size).toBe(0)
})

test('a process with few places gives one tenant all of them', () => {
  const places = createPlaces(1)
  places.take('one', 'a')
  expect(places.size()).toBe(1)
  expect(places.tenantLimit).toBe(1)
})
