import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pagesOf, tooHeavy, weighRoutes } from './first-load.mjs'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pawl-first-load-'))
  write('app/page.tsx', '')
  write('app/(app)/[org]/runs/page.tsx', '')
  write('app/gallery/page.tsx', '')
  write('.next/build-manifest.json', JSON.stringify({ rootMainFiles: ['static/main.js'] }))
  write('.next/static/main.js', 'framework')
  write('.next/static/runs.js', 'runs '.repeat(50))
  writeStats({ '/': ['main'], '/[org]/runs': ['main', 'runs'], '/gallery': ['main', 'runs'] })
})

afterEach(() => rmSync(directory, { recursive: true }))

test('each page is as heavy as its chunks, gzipped; the heaviest comes first', () => {
  const main = gzipSync('framework').length
  const runs = gzipSync('runs '.repeat(50)).length
  expect(weighRoutes(directory).map(({ route, bytes }) => [route, bytes])).toEqual([
    ['/[org]/runs', main + runs],
    ['/', main],
  ])
})

test('a route above the limit is named with its figure, others are not', () => {
  const chunks: never[] = []
  const weights = [
    { route: '/heavy', bytes: 200_100, chunks },
    { route: '/light', bytes: 200_000, chunks },
  ]
  expect(tooHeavy(weights)).toEqual([
    '/heavy loads 200.1 kB of JavaScript at first, above the 200 kB that a route may.',
  ])
})

test('a page that the build gives no figure for is a failure', () => {
  write('app/(app)/[org]/costs/page.tsx', '')
  expect(() => weighRoutes(directory)).toThrow('no figure for /[org]/costs')
})

test('a figure that leaves out the framework is a failure', () => {
  writeStats({ '/': ['main'], '/[org]/runs': ['runs'] })
  expect(() => weighRoutes(directory)).toThrow('/[org]/runs leaves out the framework (static/main.js)')
  write('.next/build-manifest.json', JSON.stringify({ rootMainFiles: [] }))
  expect(() => weighRoutes(directory)).toThrow('it names none')
})

test('a chunk or a list that is missing is a failure', () => {
  rmSync(path.join(directory, '.next/static/runs.js'))
  expect(() => weighRoutes(directory)).toThrow('static/runs.js is not there')
  rmSync(path.join(directory, '.next/diagnostics'), { recursive: true })
  expect(() => weighRoutes(directory)).toThrow('Build first')
})

test('an app without pages is a failure', () => {
  expect(() => pagesOf(path.join(directory, 'app/gallery'))).not.toThrow()
  mkdirSync(path.join(directory, 'empty'))
  expect(() => pagesOf(path.join(directory, 'empty'))).toThrow('holds no pages')
})

function writeStats(routes: Record<string, string[]>) {
  const stats = Object.entries(routes).map(([route, chunks]) => ({
    route,
    firstLoadChunkPaths: chunks.map((chunk) => `.next/static/${chunk}.js`),
  }))
  write('.next/diagnostics/route-bundle-stats.json', JSON.stringify(stats))
}

function write(file: string, text: string) {
  const at = path.join(directory, file)
  mkdirSync(path.dirname(at), { recursive: true })
  writeFileSync(at, text)
}
