import ipaddr from 'ipaddr.js'

/** Azure answers machines with their credentials on this address, which is public by its number. */
const METADATA_ADDRESSES = new Set(['168.63.129.16'])
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address belongs to the public internet. Everything else is refused: private, loopback,
 * link-local, carrier-grade NAT, multicast, reserved, and every IPv6 form that carries an IPv4 address
 * (mapped, NAT64, 6to4, Teredo), because such a form could lead back inside.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parseAddress(address)
  if (parsed?.range() !== 'unicast') return false
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_UNICAST_V6)
  return !METADATA_ADDRESSES.has(parsed.toString())
}

/** An IPv4 or IPv6 address as written in URLs, brackets allowed; `undefined` for a host name. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare)
  return ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : undefined
}
