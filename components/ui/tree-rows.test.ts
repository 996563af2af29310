import { describe, expect, it } from 'vitest'
import { findTyped, moveOf, rowsOf } from './tree-rows'

interface Node {
  id: string
  label: string
  children?: Node[]
  isLazy?: boolean
}

const node = (label: string, ...children: Node[]): Node => ({ id: label, label, children })

const TREE = [
  node('alpha', node('beta', node('gamma')), node('delta')),
  node('epsilon'),
  { id: 'far', label: 'far', isLazy: true },
]
const rows = (...open: string[]) => rowsOf<Node>(TREE, new Set(open))
const ids = (...open: string[]) => rows(...open).map((row) => row.id)

describe('rowsOf', () => {
  it('shows children only below what is open, all the way up', () => {
    expect(ids()).toEqual(['alpha', 'epsilon', 'far'])
    expect(ids('alpha')).toEqual(['alpha', 'beta', 'delta', 'epsilon', 'far'])
    expect(ids('beta')).toEqual(['alpha', 'epsilon', 'far'])
  })

  it('counts places among siblings', () => {
    expect(rows('alpha').map((row) => [row.id, row.depth, row.position, row.siblingCount])).toEqual([
      ['alpha', 0, 1, 3],
      ['beta', 1, 1, 2],
      ['delta', 1, 2, 2],
      ['epsilon', 0, 2, 3],
      ['far', 0, 3, 3],
    ])
  })

  it('can open what has children or may have some, and nothing else', () => {
    expect(rows().map((row) => row.isExpandable)).toEqual([true, false, true])
    const read = [{ id: 'far', label: 'far', isLazy: true, children: [] }]
    expect(rowsOf<Node>(read, new Set(['far']))[0]).toMatchObject({ isExpandable: false, isOpen: false })
  })
})

describe('moveOf', () => {
  const move = (key: string, current?: string, ...open: string[]) => {
    const done = moveOf(rows(...open), current, key)
    return done && `${done.kind} ${done.id}`
  }

  it('goes up and down, and stops at the ends', () => {
    expect(move('ArrowDown', 'alpha')).toBe('go epsilon')
    expect(move('ArrowUp', 'alpha')).toBe('go alpha')
    expect(move('ArrowDown', 'far')).toBe('go far')
    expect(move('ArrowDown')).toBe('go alpha')
    expect(move('End', 'alpha')).toBe('go far')
    expect(move('Home', 'far')).toBe('go alpha')
  })

  it('opens to the right, then goes in', () => {
    expect(move('ArrowRight', 'alpha')).toBe('toggle alpha')
    expect(move('ArrowRight', 'alpha', 'alpha')).toBe('go beta')
    expect(move('ArrowRight', 'far')).toBe('toggle far')
  })

  it('closes to the left, then goes out', () => {
    expect(move('ArrowLeft', 'alpha', 'alpha')).toBe('toggle alpha')
    expect(move('ArrowLeft', 'delta', 'alpha')).toBe('go alpha')
    expect(move('ArrowLeft', 'gamma', 'alpha', 'beta')).toBe('go beta')
  })

  it('knows no other key', () => {
    expect(move('x', 'alpha')).toBeUndefined()
    expect(move('constructor', 'alpha')).toBeUndefined()
  })

  it('does nothing in an empty tree', () => {
    expect(moveOf([], undefined, 'ArrowDown')).toBeUndefined()
  })
})

describe('findTyped', () => {
  const find = (typed: string, current?: string) => findTyped(rows('alpha'), current, typed)

  it('finds by the start of a label, whatever its case', () => {
    expect(find('DEL')).toBe('delta')
    expect(find('q')).toBeUndefined()
  })

  it('keeps the row while what is typed goes on to fit it', () => {
    expect(find('ep', 'epsilon')).toBe('epsilon')
  })

  it('goes round the rows with one letter', () => {
    const list = rowsOf<Node>([node('run one'), node('set'), node('run two')], new Set())
    expect(findTyped(list, 'run one', 'r')).toBe('run two')
    expect(findTyped(list, 'run two', 'rr')).toBe('run one')
  })
})
