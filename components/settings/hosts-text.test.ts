import { describe, expect, it } from 'vitest'
import { hostsIn, hostsProblem } from './hosts-text'

describe('typed hosts', () => {
  it('are one a line or between commas, each once', () => {
    expect(hostsIn(' api.example.com\n\n*.GitHub.com, api.example.com ')).toEqual([
      'api.example.com',
      '*.github.com',
    ])
  })

  it('name the line that is wrong', () => {
    expect(hostsProblem('api.example.com\nhttps://x.example/y', null)).toMatch(/^https:\/\/x\.example\/y: /)
    expect(hostsProblem('api.example.com', null)).toBeUndefined()
  })

  it('may not go beyond the organization’s', () => {
    expect(hostsProblem('a.example.com\nb.net', ['*.example.com'])).toBe(
      'The organization does not allow b.net.',
    )
  })
})
