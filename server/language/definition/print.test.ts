import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseDuration } from '@/server/kernel/durations'
import { STEP_KINDS } from '@/server/language/contracts'
import { checkWorkflow, printWorkflow } from './index'
import { printDuration } from './print-duration'
import { survivesPrinting } from './print-property'
import { exampleDocument } from './testing/examples'
import { randomDocuments } from './testing/random-documents'

const SEED = path.join(process.cwd(), 'prisma', 'seed', 'workflows')

describe('a printed workflow', () => {
  it('checks back to the same digest, whatever it holds', () => {
    fc.assert(fc.property(randomDocuments(), survivesPrinting), { numRuns: 10 })
  }, 60_000)

  it.each(STEP_KINDS)('so does the example of %s', (kind) => {
    survivesPrinting(exampleDocument(kind))
  })

  it.each(readdirSync(SEED).filter((file) => file.endsWith('.yaml')))('so does the starter %s', (file) => {
    survivesPrinting(readFileSync(path.join(SEED, file), 'utf8'))
  })

  it('has its fields in the order of the reference, and only what is not usual anyway', () => {
    const checked = checkWorkflow(`finally: [{ set: { a: 1 }, id: last }]
output: x
steps:
  - { undo: { tool: { use: t }, if: true }, set: { a: 1 }, name: First, id: first, delay: 90s, needs: [] }
  - { http: { url: u }, id: second, retry: { attempts: 1 }, onError: continue, sensitive: false }
  - { id: third, needs: [first], cache: { ttl: 1h, key: k }, tool: { use: t }, retry: { attempts: 3 } }
rollback: onFailure
concurrency: { key: k }
timeout: 36h
tags: []
vars: {}
name: ordered
version: 1
`)
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    expect(printWorkflow(checked.definition)).toBe(`version: 1
name: ordered
concurrency:
  key: k
  limit: 1
  onLimit: queue
timeout: 1d12h
rollback: onFailure
steps:
  - id: first
    name: First
    set:
      a: 1
    delay: 1m30s
    undo:
      if: "true"
      tool:
        use: t
  - id: second
    http:
      url: u
    retry:
      attempts: 1
      backoff: exponential
      jitter: false
    onError: continue
  - id: third
    needs:
      - first
    tool:
      use: t
    cache:
      key: k
      ttl: 1h
output: x
finally:
  - id: last
    set:
      a: 1
`)
  })

  it('keeps code readable, as a block of lines', () => {
    const checked = checkWorkflow(
      'version: 1\nname: a\nsteps: [{ id: a, code: "const a = 1\\n\\nreturn a\\n" }]',
    )
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    expect(printWorkflow(checked.definition)).toContain('    code: |\n      const a = 1\n\n      return a\n')
  })

  it('repeats what is there twice: no anchors', () => {
    const checked = checkWorkflow(
      'version: 1\nname: a\nvars: { x: &x { deep: [1] }, y: *x }\nsteps: [{ id: a, set: { b: 1 } }]',
    )
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    const twice = {
      ...checked.definition,
      vars: { x: checked.definition.vars.x ?? 0, y: checked.definition.vars.x ?? 0 },
    }
    const printed = printWorkflow(twice)
    expect(printed).not.toMatch(/[&*]\w/)
    expect(parse(printed).vars).toEqual({ x: { deep: [1] }, y: { deep: [1] } })
  })
})

describe('a printed duration', () => {
  it.each([
    [1, '1ms'],
    [90_000, '1m30s'],
    [604_800_000, '1w'],
    [694_861_001, '1w1d1h1m1s1ms'],
  ])('%i is %s', (durationMs, text) => {
    expect(printDuration(durationMs)).toBe(text)
  })

  it('is read as the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (durationMs) => {
        expect(parseDuration(printDuration(durationMs))).toBe(durationMs)
      }),
    )
  })
})
