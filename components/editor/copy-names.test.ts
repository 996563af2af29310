import { expect, test } from 'vitest'
import { copyNames, renamedCopy } from './copy-names'

test('the first free name is the nearest one', () => {
  expect(copyNames('report', new Set())[0]).toBe('report-copy')
  expect(copyNames('report', new Set(['report-copy', 'report-copy-2']))[0]).toBe('report-copy-3')
})

test('a long name stays within what a name may be', () => {
  for (const name of copyNames(`${'a'.repeat(58)}-bcdef`, new Set())) {
    expect(name.length).toBeLessThanOrEqual(64)
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  }
})

test('only the name of the workflow changes', () => {
  expect(renamedCopy('version: 1\nname: a\nsteps:\n  - name: a\n', 'b')).toBe(
    'version: 1\nname: b\nsteps:\n  - name: a\n',
  )
})
