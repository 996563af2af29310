import { describe, expect, it } from 'vitest'
import { readAddresses } from './addresses'

describe('readAddresses', () => {
  it('reads a pasted list, however it is separated', () => {
    const text = 'ada@example.com, grace@example.com;alan@example.com\nedsger@example.com barbara@example.com'
    expect(readAddresses(text)).toEqual({
      valid: [
        'ada@example.com',
        'grace@example.com',
        'alan@example.com',
        'edsger@example.com',
        'barbara@example.com',
      ],
      invalid: [],
    })
  })

  it('takes the address out of what a mail program copies', () => {
    const text = 'Grace Brewster Hopper <Grace@Example.com>, "Turing, Alan" <alan@example.com>'
    expect(readAddresses(text).valid).toEqual(['grace@example.com', 'alan@example.com'])
  })

  it('asks each person once', () => {
    expect(readAddresses('ada@example.com ADA@example.com').valid).toEqual(['ada@example.com'])
  })

  it('keeps what is no address, to be mended', () => {
    expect(readAddresses('ada@example.com, grace@, nobody')).toEqual({
      valid: ['ada@example.com'],
      invalid: ['grace@', 'nobody'],
    })
  })

  it('finds nothing in nothing', () => {
    expect(readAddresses(' \n ,; ')).toEqual({ valid: [], invalid: [] })
  })
})
