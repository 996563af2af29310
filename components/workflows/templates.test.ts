import { expect, test } from 'vitest'
import { checkWorkflow } from '@/server/language/definition'
import { nameOf, nameProblem, renameSource, TEMPLATES } from './templates'

test.each(TEMPLATES)('the template $id has no problem', ({ source }) => {
  const checked = checkWorkflow(renameSource(source, 'my-own'))
  expect(checked.problems).toEqual([])
  expect(checked.ok && checked.definition.name).toBe('my-own')
})

test('renaming changes the name of the workflow only', () => {
  expect(renameSource('# name: x\nname: "old" # why\nsteps:\n  - name: step', 'new')).toBe(
    '# name: x\nname: new\nsteps:\n  - name: step',
  )
  expect(renameSource('version: 1', 'new')).toBe('name: new\nversion: 1')
})

test('a name is made from a title, without accents and signs', () => {
  expect(nameOf('  Über-Report №1: täglich! ')).toBe('uber-report-no1-taglich')
})

test('a name that the server would refuse is told before', () => {
  expect(nameProblem('release-notes')).toBeUndefined()
  expect(nameProblem('Release notes')).toContain('lower-case')
  expect(nameProblem('new')).toContain('kept')
  expect(nameProblem('')).toBeDefined()
})
