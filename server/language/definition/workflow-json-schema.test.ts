import { readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv/dist/2020'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { STEP_KINDS } from '@/server/language/contracts'
import { checkWorkflow, workflowJsonSchema } from './index'
import { KINDS } from './kinds'
import { exampleDocument } from './testing/examples'
import { randomDocuments } from './testing/random-documents'

const ajv = new Ajv({ strict: false, allErrors: true })
const validate = ajv.compile(workflowJsonSchema())
const FOLDER = path.join(process.cwd(), 'prisma', 'seed', 'workflows')

describe('the JSON Schema of workflows', () => {
  it.each(['release-notes', 'health-sweep', 'order-saga'])('takes the starter %s', (name) => {
    expect(validate(parse(readFileSync(path.join(FOLDER, `${name}.yaml`), 'utf8')))).toBe(true)
  })

  it.each([
    [{ http: { url: 'x', expect: { status: '${{ inputs.n }}' }, headers: '${{ inputs.h }}' } }, true],
    [{ http: { url: 'x', expect: { status: 2000 } } }, false],
    [{ http: { url: 'x', methd: 'GET' } }, false],
    [{ set: { a: 1 }, wait: { for: '1s' } }, false],
    [{ set: { a: 1 }, undo: { tool: { use: 't' }, if: true } }, true],
    [{ set: { a: 1 }, undo: { wait: { for: '1s' } } }, false],
    [{ set: { a: 1 }, undo: { id: 'x', set: { a: 1 } } }, false],
    [{ set: { a: 1 }, onError: 'stop' }, false],
    [{ set: { a: 1 }, onError: { steps: [{ id: 'b', nope: 1 }] } }, false],
    [{ switch: { value: 1, cases: { a: [{ id: 'b', nope: 1 }] } } }, false],
    [{ switch: { cases: [{ when: 'x', steps: [{ id: 'b', set: { a: 1 } }], nope: 1 }] } }, false],
    [{ loop: { until: true, steps: [{ id: 'b', nope: 1 }] } }, false],
    [{ shell: { script: 'ls', shell: 'zsh' } }, false],
    [{ parallel: { branches: { a: [{ id: 'b', nope: 1 }] } } }, false],
    [{ forEach: { items: '${{ inputs.l }}', steps: [{ id: 'b', set: { a: 1 } }] } }, true],
  ])('judges the step %j as %s', (step, expected) => {
    expect(validate({ version: 1, name: 'a', steps: [{ id: 'a', ...step }] })).toBe(expected)
  })

  it('takes every document that the checks take', () => {
    fc.assert(
      fc.property(randomDocuments(), (source) => {
        expect([validate(JSON.parse(source)), validate.errors]).toEqual([true, null])
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('explains every field', () => {
    const text = JSON.stringify(workflowJsonSchema())
    for (const kind of STEP_KINDS) expect(text).toContain(JSON.stringify(KINDS[kind].title))
    expect(text).not.toMatch(/x-steps|x-undo/)
  })
})

describe('the documentation of kinds', () => {
  it.each(STEP_KINDS)('%s has an example that passes every check', (kind) => {
    expect(checkWorkflow(exampleDocument(kind)).problems).toEqual([])
  })

  it.each(STEP_KINDS)('and editors with the JSON Schema agree on that of %s', (kind) => {
    expect([validate(parse(exampleDocument(kind))), validate.errors]).toEqual([true, null])
  })
})
