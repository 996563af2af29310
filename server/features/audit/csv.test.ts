import { expect, test } from 'vitest'
import { toCsvLine } from './csv'

test('quotes, commas and line breaks stay inside their cell', () => {
  expect(toCsvLine(['a', 'b,c', 'say "hi"', 'two\nlines'])).toBe('a,"b,c","say ""hi""","two\nlines"\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('%j is no formula to a spreadsheet', (text) => {
  expect(toCsvLine([text])).toBe(`'${text}\r\n`)
})
