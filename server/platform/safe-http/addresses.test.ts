import { describe, expect, test } from 'vitest'
import { isPublicAddress } from './addresses'
import { parseAllowedHosts } from './allowed-hosts'

describe('isPublicAddress', () => {
  test.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'takes %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'not an address',
    '',
  ])('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('parseAllowedHosts', () => {
  const allowed = parseAllowedHosts(
    ' localhost:11434, Intranet.Example ,10.20.0.0/16,[::1]:80,192.168.1.4,fd00::/8',
  )

  test('a host with a port is allowed on that port only', () => {
    expect(allowed.hasHost('localhost', 11434)).toBe(true)
    expect(allowed.hasHost('localhost', 5432)).toBe(false)
    expect(allowed.hasHost('[::1]', 80)).toBe(true)
    expect(allowed.hasHost('::1', 81)).toBe(false)
  })

  test('a host without a port is allowed on every port, in any spelling', () => {
    expect(allowed.hasHost('INTRANET.example.', 8443)).toBe(true)
    expect(allowed.hasHost('192.168.1.4', 22)).toBe(true)
    expect(allowed.hasHost('sub.intranet.example', 443)).toBe(false)
  })

  test('a network allows the addresses in it, of its own family', () => {
    expect(allowed.hasAddress('10.20.255.1')).toBe(true)
    expect(allowed.hasAddress('10.21.0.1')).toBe(false)
    expect(allowed.hasAddress('fd12::1')).toBe(true)
    expect(allowed.hasAddress('::ffff:10.20.0.1')).toBe(false)
  })

  test.each(['10.0.0.0/99', 'http://localhost', 'localhost:port', 'localhost:99999', '*.example', 'a b'])(
    'the entry "%s" is refused with the way to write it',
    (entry) => expect(() => parseAllowedHosts(entry)).toThrow(/PAWL_ALLOWED_HOSTS.*localhost:11434/),
  )

  test('an empty list allows nothing', () => {
    expect(parseAllowedHosts('').hasHost('localhost', 80)).toBe(false)
    expect(parseAllowedHosts(' , ').hasAddress('127.0.0.1')).toBe(false)
  })
})
