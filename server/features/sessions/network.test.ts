import { expect, test } from 'vitest'
import { networkOf } from './network'

test('every address of an IPv6 host counts as one', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:2::ffff')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'))
})

test('IPv4 counts by address, also as IPv6 writes it', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
})

test('what is no address counts as one unknown caller', () => {
  expect(networkOf('nonsense')).toBe(networkOf(null))
})
