import { expect, test } from 'vitest'
import { fittingInputs, inputsSchema } from './inputs-schema'

const INPUTS = { repo: { type: 'string' }, dryRun: { type: 'boolean', default: false } }

test('an input without a default is required', () => {
  expect(inputsSchema(INPUTS)).toEqual({ type: 'object', properties: INPUTS, required: ['repo'] })
})

test('values of inputs that are gone are left out', () => {
  expect(fittingInputs(INPUTS, { repo: 'a/b', old: 1 })).toEqual({ repo: 'a/b' })
})
