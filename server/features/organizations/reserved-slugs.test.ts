import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RESERVED_SLUGS } from './reserved-slugs'

test('no organization can get an address that a page has', () => {
  const segments = topSegments('app')
  expect(segments).toContain('sign-in')
  expect(segments.filter((segment) => !RESERVED_SLUGS.has(segment))).toEqual([])
})

/** Fixed first parts of addresses; folders in parentheses have no part of their own. */
function topSegments(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name.startsWith('[') || entry.name.startsWith('_')) return []
    return entry.name.startsWith('(') ? topSegments(path.join(folder, entry.name)) : [entry.name]
  })
}
