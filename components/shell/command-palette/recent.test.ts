import { describe, expect, it } from 'vitest'
import { parseRecent, withRecent } from './recent'

describe('recent', () => {
  it('comes back as it was stored', () => {
    const entries = [{ id: 'page:runs' }, { id: 'run:1', run: { number: 12, title: 'Release notes' } }]
    expect(parseRecent(JSON.stringify(entries))).toEqual(entries)
  })

  it.each([
    null,
    '',
    'not json',
    '{"id":"a"}',
    '[null, 3, {}, {"id": 4}, {"id": ""}]',
    '[{"id":"r","run":7}]',
  ])('takes %j as nothing remembered', (text) => {
    expect(parseRecent(text)).toEqual([])
  })

  it('moves what is opened again to the top', () => {
    expect(withRecent([{ id: 'a' }, { id: 'b' }], { id: 'b' })).toEqual([{ id: 'b' }, { id: 'a' }])
  })

  it('forgets the oldest', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const entries = withRecent(
      ids.map((id) => ({ id })),
      { id: 'g' },
    )
    expect(entries.map(({ id }) => id)).toEqual(['g', 'a', 'b', 'c', 'd', 'e'])
  })
})
