import { expect, test } from 'vitest'
import { withSchemaHeader } from './schema-header'

const LINE = '# yaml-language-server: $schema=https://pawl.test/schemas/workflow.v1.json\n'

test('the header stands before everything else', () => {
  expect(withSchemaHeader('# mine\nversion: 1\n', 'https://pawl.test')).toBe(`${LINE}# mine\nversion: 1\n`)
  expect(withSchemaHeader('', 'https://pawl.test')).toBe(LINE)
})

test('a document that has one keeps it', () => {
  expect(withSchemaHeader(`${LINE}version: 1\n`, 'https://other.test')).toBeUndefined()
  expect(withSchemaHeader(`# note\n\n${LINE}version: 1\n`, 'https://other.test')).toBeUndefined()
})

test('the words inside a document are no header', () => {
  const source = `version: 1\ndescription: |\n  ${LINE}`
  expect(withSchemaHeader(source, 'https://pawl.test')).toBe(`${LINE}${source}`)
})
