import { expect, test } from 'vitest'
import { readError } from './client-error'

test('an API error keeps code, message, correlation id and wait', () => {
  const error = Object.assign(new Error('You may not open this.'), {
    data: {
      code: 'forbidden',
      correlationId: 'req_1',
      details: { permission: 'runs.read' },
      retryAfterMs: 5,
    },
  })
  expect(readError(error)).toEqual({
    code: 'forbidden',
    message: 'You may not open this.',
    correlationId: 'req_1',
    details: { permission: 'runs.read' },
    retryAfterMs: 5,
  })
})

test('a failed fetch is told as offline', () => {
  expect(readError(new TypeError('Failed to fetch')).code).toBe('offline')
})

test('anything else is our fault, and its text is not shown', () => {
  expect(readError(new Error('secret of the stack')).message).not.toContain('secret')
  expect(readError(undefined).code).toBe('bug')
})
