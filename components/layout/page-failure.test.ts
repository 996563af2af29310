import { describe, expect, it } from 'vitest'
import { pageFailureOf } from './page-failure'

describe('pageFailureOf', () => {
  it.each([
    { name: 'ChunkLoadError', message: 'x' },
    { message: 'Failed to load chunk /_next/static/chunks/1a2b.js' },
    { message: 'Loading CSS chunk 12 failed.' },
    { message: 'Failed to fetch dynamically imported module: https://…' },
  ])('asks to reload where code is missing: %o', (error) => {
    expect(pageFailureOf(error).isOutdated).toBe(true)
  })

  it.each([{}, { name: 'TypeError', message: 'x is not a function' }])(
    'asks to try again after %o',
    (error) => {
      expect(pageFailureOf(error).isOutdated).toBe(false)
    },
  )
})
