import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rank } from './rank'

const found = (labels: string[], query: string) =>
  rank(
    labels.map((label) => ({ label })),
    query,
  ).map(({ item }) => item.label)

describe('rank', () => {
  it('keeps everything in its order while nothing is typed', () => {
    expect(found(['Runs', 'Approvals'], '  ')).toEqual(['Runs', 'Approvals'])
  })

  it('puts the whole label first, then its start, a word start, and letters inside', () => {
    const labels = ['Overruns', 'Latest runs', 'Runs by hand', 'Runs']
    expect(found(labels, 'runs')).toEqual(['Runs', 'Runs by hand', 'Latest runs', 'Overruns'])
  })

  it('finds letters in order with gaps, but only from the start of a word', () => {
    expect(found(['Release notes', 'Order saga'], 'rlnt')).toEqual(['Release notes'])
    expect(found(['Order saga'], 'sg')).toEqual(['Order saga'])
    expect(found(['Order saga'], 'rdg')).toEqual([])
  })

  it('leaves letters with gaps out where something fits as it is typed', () => {
    expect(found(['Run Health sweep', 'Release notes'], 'rel')).toEqual(['Release notes'])
    expect(found(['Run Health sweep'], 'rel')).toEqual(['Run Health sweep'])
  })

  it('needs every typed word, in any order', () => {
    const labels = ['Run Release notes', 'Release notes', 'Run Health sweep']
    expect(found(labels, 'notes run')).toEqual(['Run Release notes'])
  })

  it('finds by keywords, below what its label says', () => {
    const items = [{ label: 'Theme: dark', keywords: 'night appearance' }, { label: 'Nightly report' }]
    expect(rank(items, 'night').map(({ item }) => item.label)).toEqual(['Nightly report', 'Theme: dark'])
  })

  it('ignores case and accents', () => {
    expect(found(['Générer un résumé'], 'RESUME')).toEqual(['Générer un résumé'])
    expect(found(['Istanbul İzmir'], 'izmir')).toEqual(['Istanbul İzmir'])
  })

  it('marks the letters that were typed', () => {
    const label = 'Générer un résumé'
    const [hit] = rank([{ label }], 'résumé gén')
    expect(hit?.marks.map(([from, to]) => label.slice(from, to))).toEqual(['Gén', 'résumé'])
  })

  it('never fails on what someone types or names a thing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (label, query) => {
        for (const { marks } of rank([{ label, keywords: query }], query))
          for (const [from, to] of marks) expect(from >= 0 && from < to && to <= label.length).toBe(true)
      }),
    )
  })

  it('finds each label by its own text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (label) => {
        expect(rank([{ label }], label)).toHaveLength(1)
      }),
    )
  })
})
