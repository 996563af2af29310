import { readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv/dist/2020'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { STEP_KINDS } from '@/server/language/contracts'
import { checkWorkflow, workflowJsonSchema } from './index'
import { KINDS } from './kinds'
import { exampleDocument } from './testing/examples'

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
    [{ parallel: { branches: { a: [{ id: 'b', nope: 1 }] } } }, false],
    [{ forEach: { items: '${{ inputs.l }}', steps: [{ id: 'b', set: { a: 1 } }] } }, true],
  ])('judges the step %j as %s', (step, expected) => {
    expect(validate({ version: 1, name: 'a', steps: [{ id: 'a', ...step }] })).toBe(expected)
  })

  it('explains every field', () => {
    const text = JSON.stringify(workflowJsonSchema())
    for (const kind of STEP_KINDS) expect(text).toContain(JSON.stringify(KINDS[kind].title))
    expect(text).not.toContain('x-steps')
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
