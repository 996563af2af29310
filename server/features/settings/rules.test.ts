import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalHostPattern, commonHosts, hostPatternProblem, isHostAllowed, widerHosts } from './rules'

describe('a pattern of hosts', () => {
  it.each([
    'api.example.com',
    '*.example.com',
    'localhost',
    '10.1.2.3',
    '::1',
    'bücher.example',
    'EXAMPLE.com.',
  ])('may be %s', (pattern) => expect(hostPatternProblem(pattern)).toBeUndefined())

  it.each([
    ['', 'Give a host'],
    ['*', 'every host'],
    ['*.com', 'far too much'],
    ['a.*.com', 'only at the beginning'],
    ['*example.com', 'only at the beginning'],
    ['https://api.example.com/v1', 'without scheme and path: api.example.com'],
    ['api.example.com:8443', 'without its port'],
    ['user@example.com', 'no host name'],
    ['exa mple.com', 'no host name'],
    ['*.10.0.0.1', 'no subdomains'],
  ])('may not be "%s"', (pattern, problem) => expect(hostPatternProblem(pattern)).toContain(problem))

  it('has one spelling', () => {
    expect(['*.EXAMPLE.com.', ' Bücher.example ', '::0:1'].map(canonicalHostPattern)).toEqual([
      '*.example.com',
      'xn--bcher-kva.example',
      '[::1]',
    ])
  })

  it.each([
    ['api.example.com', ['api.example.com'], true],
    ['API.Example.com.', ['api.example.com'], true],
    ['evil-example.com', ['*.example.com'], false],
    ['example.com', ['*.example.com'], false],
    ['a.b.example.com', ['*.example.com'], true],
    ['api.example.com.evil.net', ['api.example.com'], false],
    ['[::1]', ['[::1]'], true],
    ['anything.at.all', null, true],
    ['anything.at.all', [], false],
  ])('lets %s through %j: %s', (host, patterns, isAllowed) => {
    expect(isHostAllowed(host, patterns)).toBe(isAllowed)
  })
})

describe('a list within a list', () => {
  it('names what is wider', () => {
    expect(widerHosts(['a.example.com', '*.example.com', 'b.net'], ['*.example.com'])).toEqual(['b.net'])
    expect(widerHosts(['*.example.com'], ['a.example.com'])).toEqual(['*.example.com'])
    expect(widerHosts(['anything.net'], null)).toEqual([])
  })

  it('allows exactly what both allow', () => {
    const label = fc.constantFrom('a', 'b', 'c')
    const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'))
    const pattern = fc.tuple(fc.boolean(), host).map(([isWild, name]) => (isWild ? `*.${name}` : name))
    const list = fc.option(fc.array(pattern, { maxLength: 4 }), { nil: null })
    fc.assert(
      fc.property(list, list, host, (one, other, name) => {
        const both = isHostAllowed(name, one) && isHostAllowed(name, other)
        expect(isHostAllowed(name, commonHosts(one, other))).toBe(both)
      }),
      { numRuns: 500 },
    )
  })
})
