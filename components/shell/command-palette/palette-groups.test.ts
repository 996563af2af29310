import { describe, expect, it } from 'vitest'
import { groupsOf, runNumberOf, runSearchOf } from './palette-groups'
import type { PaletteItem } from './palette-item'

const item = (group: string, label: string, scope?: PaletteItem['scope']): PaletteItem => ({
  id: `${group}:${label}`,
  group,
  label,
  icon: null,
  effect: { kind: 'go', href: '/' },
  ...(scope && { scope }),
})

const ITEMS = [
  item('Recent', 'Runs'),
  item('Go to', 'Overview'),
  item('Go to', 'Runs'),
  item('Actions', 'Run a workflow…'),
  item('Run a workflow', 'Run Order saga…', 'workflows'),
  item('Workflows', 'Overnight report', 'typed'),
]

function seen(view: Partial<Parameters<typeof groupsOf>[1]>, items = ITEMS) {
  const groups = groupsOf(items, { query: '', scope: undefined, recentIds: new Set(), ...view })
  return groups.map((group) => [group.label, ...group.items.map((one) => one.label)])
}

describe('groupsOf', () => {
  it('begins with what was opened lately, pages and actions', () => {
    expect(seen({})).toEqual([
      ['Recent', 'Runs'],
      ['Go to', 'Overview', 'Runs'],
      ['Actions', 'Run a workflow…'],
    ])
  })

  it('finds everything once something is typed, each thing once', () => {
    expect(seen({ query: 'over' })).toEqual([
      ['Go to', 'Overview'],
      ['Workflows', 'Overnight report'],
    ])
    expect(seen({ query: 'runs' })[0]).toEqual(['Go to', 'Runs'])
  })

  it('puts the group of the best hit first', () => {
    expect(seen({ query: 'saga' })[0]).toEqual(['Run a workflow', 'Run Order saga…'])
  })

  it('prefers what was opened lately among near equals', () => {
    const view = { query: 'over', recentIds: new Set(['Workflows:Overnight report']) }
    expect(seen(view)[0]).toEqual(['Workflows', 'Overnight report'])
  })

  it('shows only the narrowed list when narrowed', () => {
    expect(seen({ scope: 'workflows' })).toEqual([['Run a workflow', 'Run Order saga…']])
  })

  it('shows at most eight of a group, but all of a narrowed list', () => {
    const many = Array.from({ length: 20 }, (_, index) => item('Run a workflow', `Run ${index}`, 'workflows'))
    expect(seen({ query: 'run' }, many)[0]).toHaveLength(9)
    expect(seen({ query: 'run', scope: 'workflows' }, many)[0]).toHaveLength(21)
  })

  it('finds a run by its number, with or without the sign', () => {
    const run = [item('Runs', '#12 Release notes', 'typed')]
    expect(seen({ query: '#12' }, run)).toHaveLength(1)
    expect(seen({ query: '12' }, run)).toHaveLength(1)
  })
})

describe('runSearchOf', () => {
  it.each([
    ['#12', '12'],
    ['12', '12'],
    ['7', '7'],
    ['run 12', '12'],
    ['Run #12', '12'],
    [' RUN_01JD8X ', 'run_01jd8x'],
    ['release', 'release'],
  ])('asks for %j as %j', (typed, asked) => {
    expect(runSearchOf(typed)).toBe(asked)
  })

  it.each(['', ' ', 'r', 'x'.repeat(201)])('asks nothing for %j', (typed) => {
    expect(runSearchOf(typed)).toBeUndefined()
  })
})

describe('runNumberOf', () => {
  it.each(['12', '#12', 'run 12', 'Run #12', ' 12 '])('reads %j as run 12', (typed) => {
    expect(runNumberOf(typed)).toBe(12)
  })

  it.each(['', '#', '1.2', '12 notes', '1234567890', '-1'])('reads no number in %j', (typed) => {
    expect(runNumberOf(typed)).toBeUndefined()
  })
})
