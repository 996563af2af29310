import { describe, expect, it } from 'vitest'
import { freeName, type ProviderValues, providerProblems, startValues } from './provider-form'

const fresh: ProviderValues = { kind: 'anthropic', name: 'anthropic', baseUrl: '', key: 'sk-1' }
const none = { provider: undefined, taken: [] }

describe('providerProblems', () => {
  it('takes a vendor with a key', () => {
    expect(providerProblems(fresh, none)).toEqual({})
  })

  it('asks a vendor for a key, unless one is stored', () => {
    expect(Object.keys(providerProblems({ ...fresh, key: ' ' }, none))).toEqual(['key'])
    const provider = {
      id: 'p',
      name: 'anthropic',
      kind: 'anthropic',
      baseUrl: null,
      hasKey: true,
      keySecret: 'PROVIDER_ANTHROPIC_KEY',
      health: null,
      isOffline: false,
    } as const
    expect(providerProblems({ ...fresh, key: '' }, { provider, taken: [] })).toEqual({})
  })

  it('asks a compatible server for its URL, and for no key', () => {
    const values = { ...fresh, kind: 'openai-compatible' as const, key: '' }
    expect(Object.keys(providerProblems(values, none))).toEqual(['baseUrl'])
    expect(providerProblems({ ...values, baseUrl: 'http://localhost:11434/v1' }, none)).toEqual({})
  })

  it('refuses a taken name, the built-in name and a name that no workflow could write', () => {
    for (const name of ['anthropic', 'offline', 'My Models'])
      expect(Object.keys(providerProblems({ ...fresh, name }, { ...none, taken: ['anthropic'] }))).toEqual([
        'name',
      ])
  })
})

describe('freeName', () => {
  it('counts on where the name is taken', () => {
    expect(freeName('openai', ['openai', 'openai-2'])).toBe('openai-3')
  })

  it('is what a fresh form starts with', () => {
    expect(startValues(undefined, ['anthropic']).name).toBe('anthropic-2')
  })
})
