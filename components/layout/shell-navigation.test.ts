import { expect, test } from 'vitest'
import { activeItem, type ShellSection } from './shell-navigation'

const SECTIONS: ShellSection[] = [
  {
    label: 'Work',
    items: [
      { id: 'overview', label: 'Overview', href: '/acme/main', icon: 'overview', isExact: true },
      { id: 'runs', label: 'Runs', href: '/acme/main/runs', icon: 'runs' },
      { id: 'deep', label: 'Deep', href: '/acme/main/runs/saved', icon: 'runs' },
    ],
  },
]

test('the longest matching address is active', () => {
  expect(activeItem(SECTIONS, '/acme/main/runs/run_1')?.id).toBe('runs')
  expect(activeItem(SECTIONS, '/acme/main/runs/saved/x')?.id).toBe('deep')
})

test('an exact item is active only on itself', () => {
  expect(activeItem(SECTIONS, '/acme/main')?.id).toBe('overview')
  expect(activeItem(SECTIONS, '/acme/main/other')).toBeUndefined()
})

test('a longer name does not match a shorter one', () => {
  expect(activeItem(SECTIONS, '/acme/main/runsheet')).toBeUndefined()
})
