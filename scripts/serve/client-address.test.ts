import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { clientAddress, writeClientAddress } from './client-address'

const FORGED = '203.0.113.66'

describe('the address of a client', () => {
  test('is the socket’s where no proxy is trusted, whatever the header says', () => {
    expect(clientAddress('192.0.2.7', FORGED, 0)).toBe('192.0.2.7')
    expect(clientAddress('192.0.2.7', undefined, 0)).toBe('192.0.2.7')
  })

  test('is what the trusted proxy wrote, not what the client put before it', () => {
    expect(clientAddress('10.0.0.1', `${FORGED}, 192.0.2.7`, 1)).toBe('192.0.2.7')
    expect(clientAddress('10.0.0.1', `${FORGED}, ${FORGED}, 192.0.2.7, 10.0.0.2`, 2)).toBe('192.0.2.7')
  })

  test('is the nearest known one where the header is shorter than it should be', () => {
    expect(clientAddress('10.0.0.1', undefined, 1)).toBe('10.0.0.1')
    expect(clientAddress('10.0.0.1', '192.0.2.7', 3)).toBe('192.0.2.7')
  })

  test('comes without port, brackets and the IPv6 form of IPv4', () => {
    expect(clientAddress('::ffff:192.0.2.7', undefined, 0)).toBe('192.0.2.7')
    expect(clientAddress('10.0.0.1', '192.0.2.7:4711', 1)).toBe('192.0.2.7')
    expect(clientAddress('10.0.0.1', '[2001:db8::7]:4711', 1)).toBe('2001:db8::7')
  })

  test('is never text that is no address', () => {
    expect(clientAddress('10.0.0.1', 'unknown', 1)).toBe('10.0.0.1')
    expect(clientAddress('10.0.0.1', '"><script>', 1)).toBe('10.0.0.1')
    expect(clientAddress(undefined, FORGED, 0)).toBeUndefined()
  })
})

test('a forged header is replaced in the request, and removed where no address is known', () => {
  const request = new IncomingMessage(new Socket())
  request.headers['x-forwarded-for'] = FORGED
  writeClientAddress(request, 0)
  expect(request.headers['x-forwarded-for']).toBeUndefined()
})
