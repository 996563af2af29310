import Ajv from 'ajv/dist/2020'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { TEMPLATES } from '@/components/workflows/templates'
import { STEP_KINDS } from '@/server/language/contracts'
import { GET } from './route'

test('any editor, on any page, may fetch the schema and keep it for a while', () => {
  const { status, headers } = GET()
  expect(status).toBe(200)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('cache-control')).toContain('max-age=3600')
  expect(headers.get('content-type')).toContain('json')
})

test('it is a JSON Schema that takes workflows and refuses what is none', async () => {
  const schema = await GET().json()
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: '/schemas/workflow.v1.json',
  })
  const validate = new Ajv({ strict: false }).compile(schema)
  for (const { source } of TEMPLATES) expect(validate(parse(source))).toBe(true)
  expect(validate({ version: 1, name: 'a', steps: [{ id: 'a', nothing: {} }] })).toBe(false)
})

test('every kind can be completed and explained from it', async () => {
  const { $defs } = await GET().json()
  for (const kind of STEP_KINDS) {
    expect($defs.step.properties[kind].description.length).toBeGreaterThan(40)
    expect($defs[kind]).toBeDefined()
  }
})
