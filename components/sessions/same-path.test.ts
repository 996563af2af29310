import { describe, expect, it } from 'vitest'
import { samePath, signInAddress } from './same-path'

describe('samePath', () => {
  it('keeps path, query and fragment of our own pages', () => {
    expect(samePath('/acme/main/runs?status=failed#top')).toBe('/acme/main/runs?status=failed#top')
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'acme/main',
    '',
    undefined,
    ['/acme'],
  ])('refuses %j', (value) => {
    expect(samePath(value)).toBeUndefined()
  })

  it('does not lead back to sign-in itself', () => {
    expect(samePath('/sign-in?callbackUrl=%2F')).toBeUndefined()
  })

  it('survives the way through an address', () => {
    const path = '/acme/main/runs?search=a%26b'
    expect(new URL(signInAddress(path), 'http://here').searchParams.get('callbackUrl')).toBe(path)
  })
})
