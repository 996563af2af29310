import { describe, expect, test } from 'vitest'
import { readOptions } from './options.mjs'

describe('the words of the bench', () => {
  test('without any, all three are measured in five rounds', () => {
    expect(readOptions([])).toMatchObject({ only: ['pawl', 'dbos', 'restate'], rounds: 5, isQuick: false })
  })

  test('name subjects, rounds and the file of the figures', () => {
    const options = readOptions(['--only', 'pawl, restate', '--rounds', '9', '--json', 'figures.json'])
    expect(options).toMatchObject({ only: ['pawl', 'restate'], rounds: 9, json: 'figures.json' })
  })

  test('a quick look takes one round unless told otherwise', () => {
    expect(readOptions(['--quick'])).toMatchObject({ rounds: 1, isQuick: true })
    expect(readOptions(['--quick', '--rounds', '2'])).toMatchObject({ rounds: 2 })
  })

  test.each([
    [['--only', 'temporal'], 'There is no "temporal" to measure.'],
    [['--rounds', '0'], '--rounds takes a whole number from 1 to 25, not "0".'],
    [['--rounds', 'many'], '--rounds takes a whole number from 1 to 25, not "many".'],
    [['--jsn', 'x'], "Unknown option '--jsn'"],
  ])('%j are refused with what would do', (args, problem) => {
    expect(() => readOptions(args)).toThrow(problem)
    expect(() => readOptions(args)).toThrow('npm run bench:engine')
  })
})
