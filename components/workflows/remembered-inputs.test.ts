import { expect, test } from 'vitest'
import { keepInputs, readInputs } from './remembered-inputs'

function memory() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    values,
  }
}

test('a workflow’s inputs come back, another one’s do not', () => {
  const storage = memory()
  keepInputs('wfl_1', { repo: 'a/b', count: 2 }, { repo: {}, count: {} }, storage)
  expect(readInputs('wfl_1', storage)).toEqual({ repo: 'a/b', count: 2 })
  expect(readInputs('wfl_2', storage)).toBeUndefined()
})

test('what is secret by its schema is not kept', () => {
  const storage = memory()
  const schemas = { user: {}, pin: { writeOnly: true }, key: { type: 'string', format: 'password' } }
  keepInputs('wfl_1', { user: 'ada', pin: '1234', key: 'k' }, schemas, storage)
  expect(readInputs('wfl_1', storage)).toEqual({ user: 'ada' })
})

test('payloads are not kept, broken text is nothing', () => {
  const storage = memory()
  keepInputs('wfl_1', { text: 'x'.repeat(30_000) }, { text: {} }, storage)
  expect(storage.values.size).toBe(0)
  storage.setItem('pawl.inputs.wfl_1', '{')
  expect(readInputs('wfl_1', storage)).toBeUndefined()
})
