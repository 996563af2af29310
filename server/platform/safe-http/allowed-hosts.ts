import ipaddr from 'ipaddr.js'
import { parseAddress } from './addresses'

/** What an operator lets Pawl reach although it is not public. */
export interface AllowedHosts {
  /** The host is listed by its own name (or literal address), with this port or without any. */
  hasHost(hostname: string, port: number): boolean
  /** The address lies in a listed network. */
  hasAddress(address: string): boolean
}

/**
 * Reads `PAWL_ALLOWED_HOSTS`: host names, addresses, either with `:port`, and CIDR networks, separated by
 * commas. Throws on an entry that is none of these, so that a slip is seen at the start.
 */
export function parseAllowedHosts(text: string): AllowedHosts {
  const hosts = new Set<string>()
  const networks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = []
  for (const raw of text.split(',')) {
    const entry = raw.trim().toLowerCase()
    if (entry === '') continue
    if (entry.includes('/')) networks.push(parseNetwork(entry))
    else hosts.add(parseHost(entry))
  }
  return {
    hasHost: (hostname, port) => {
      const name = canonicalHost(hostname)
      return hosts.has(name) || hosts.has(`${name}:${port}`)
    },
    hasAddress: (address) => {
      const parsed = parseAddress(address)
      return (
        parsed !== undefined &&
        networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
      )
    },
  }
}

function parseNetwork(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    return ipaddr.parseCIDR(entry)
  } catch {
    throw badEntry(entry)
  }
}

function parseHost(entry: string): string {
  if (parseAddress(entry)) return canonicalHost(entry)
  const [, name, port] = /^(\[[0-9a-f:.]+\]|[^:[\]\s*@]+)(?::(\d{1,5}))?$/.exec(entry) ?? []
  if (!name || Number(port ?? 0) > 65_535) throw badEntry(entry)
  return port === undefined ? canonicalHost(name) : `${canonicalHost(name)}:${Number(port)}`
}

/** One spelling a host: no brackets, no trailing dot, IPv6 in its short form. */
function canonicalHost(hostname: string): string {
  const address = parseAddress(hostname)
  return address ? address.toString() : hostname.toLowerCase().replace(/\.$/, '')
}

function badEntry(entry: string): Error {
  return new Error(
    `PAWL_ALLOWED_HOSTS has an entry that is no host name, host:port or CIDR network: "${entry}". ` +
      'Write for example: localhost:11434, intranet.example, 10.20.0.0/16',
  )
}
