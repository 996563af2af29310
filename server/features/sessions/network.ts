import ipaddr from 'ipaddr.js'

/** What stands for one caller when tries are counted: an IPv4 address, or the /64 that an IPv6 host is given whole. */
export function networkOf(ip: string | null): string {
  if (ip === null || !ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return `${address.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`
}
