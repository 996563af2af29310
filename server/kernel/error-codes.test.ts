import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { adviceOf, ERROR_CODE_GROUPS, ERROR_CODES, errorInfoOf } from './error-codes'
import { ERRORS } from './errors'
import { codesIn } from './testing/codes-in'
import { errorsPage } from './testing/errors-page'

/** Where steps and runs fail. What checks of documents and forms say has codes of its own. */
const SOURCES = [
  'server/language/interpreter',
  'server/language/expressions/evaluate.ts',
  'server/language/definition/evaluate-config.ts',
  'server/plugins',
  'server/platform/sandbox',
  'server/platform/safe-http',
  'server/platform/shell',
  'server/features/blobs',
  'server/features/events',
  'server/features/models/port.ts',
  'server/features/models/target.ts',
  'server/features/run-slots',
  'server/features/runs',
  'server/features/secrets/port.ts',
  'server/features/settings/port.ts',
  'inngest/wiring.ts',
]

test('every code with which a step or run fails is in the catalogue', () => {
  const found = SOURCES.flatMap(sourcesIn).flatMap((file) =>
    codesIn(readFileSync(file, 'utf8')).map(({ code, line }) => ({ code, place: `${file}:${line}` })),
  )
  // The walk sees what it is meant to see.
  expect(found.map(({ code }) => code)).toEqual(
    expect.arrayContaining([
      'shell_exit',
      'http_5xx',
      'dns_failed',
      'memory_exceeded',
      'run_timeout',
      'invalid_key',
    ]),
  )
  const missing = found.filter(({ code }) => !Object.hasOwn(ERROR_CODES, code))
  expect(missing.map(({ code, place }) => `${code} at ${place}`)).toEqual([])
})

describe('the walk', () => {
  test.each([
    ["return { kind: 'failed', failure: { code: 'a_b', message } }", ['a_b']],
    ["const x = { code: isOld ? 'old' : (isNew ? 'new' : other) }", ['old', 'new']],
    ["const x = { code: given ?? 'none_given' }", ['none_given']],
    ["return refused('no_such', `There is ${'code'} …`)", ['no_such']],
    ["throw new SafeHttpError('dns_failed', 'No.')", ['dns_failed']],
    ["this.failed('x_y')", ['x_y']],
    ["function failed(why: string, code = 'why_not') {}", ['why_not']],
    ["type SomeCode = 'one' | 'two'", ['one', 'two']],
    ["const KINDS = { a: { code: 'kind_a' } } as const", ['kind_a']],
    ["if (error.code === 'ENOENT') return { code: 'EACCES' }", []],
    ["const message = 'no_code'; log('info')", []],
  ])('finds in %s the codes %j', (source, codes) => {
    expect(codesIn(source).map(({ code }) => code)).toEqual(codes)
  })
})

describe('the catalogue', () => {
  test('holds every code of the API’s own errors, since ports refuse steps with them', () => {
    expect(Object.keys(ERRORS).filter((code) => !Object.hasOwn(ERROR_CODES, code))).toEqual([])
  })

  test('names each code once, in snake case, and says all of it in sentences', () => {
    const codes = ERROR_CODE_GROUPS.flatMap((group) => Object.keys(group.codes))
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.sort()).toEqual(Object.keys(ERROR_CODES).sort())
    for (const [code, { title, meaning, advice }] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/)
      expect(title).toMatch(/^[A-Z].*[^.]$/)
      for (const text of [meaning, advice]) expect(text).toMatch(/^[A-Z`][\s\S]*\.$/)
    }
  })

  test('advises on single statuses as on their family, and on nobody’s own code', () => {
    expect(adviceOf('http_404')).toBe(ERROR_CODES.http_4xx?.advice)
    expect(adviceOf('http_429')).toBe(ERROR_CODES.http_429?.advice)
    expect(adviceOf('http_503')).toBe(ERROR_CODES.http_5xx?.advice)
    expect(errorInfoOf('timeout')?.title).toBe('Timed out')
    for (const code of ['sold_out', 'toString', '__proto__', 'http_600'])
      expect(adviceOf(code)).toBeUndefined()
  })
})

test('docs/reference/errors.md is what the catalogue says (write it anew with `vitest -u`)', async () => {
  await expect(errorsPage()).toMatchFileSnapshot('../../docs/reference/errors.md')
})

function sourcesIn(place: string): string[] {
  if (/\.ts$/.test(place)) return [place]
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/testing/'))
}
