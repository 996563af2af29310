import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { isPublicAddress } from './addresses'
import type { AllowedHosts } from './allowed-hosts'
import { SafeHttpError } from './safe-http-error'

interface ResolvedAddress {
  address: string
  family: number
}

/** All addresses of a host name; the system's resolver unless a test brings its own. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

interface GuardOptions {
  allowed: AllowedHosts
  resolve?: Resolve
  /** Time without a byte after which a waiting connection is given up. */
  idleTimeoutMs: number
}

const CONNECT_TIMEOUT_MS = 10_000

/**
 * Connections that can reach only what they may. The name is resolved once for each connection, every
 * address is judged, and the socket is opened to one of the judged addresses: a name that changes its
 * mind in between (DNS rebinding) changes nothing. Redirects open connections here too.
 */
export function createGuardedAgent({
  allowed,
  resolve = resolveBySystem,
  idleTimeoutMs,
}: GuardOptions): Agent {
  const connect: buildConnector.connector = (target, callback) => {
    const hostname = target.hostname.replace(/^\[|\]$/g, '')
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
    permittedAddresses(hostname, port, allowed, resolve).then(
      (addresses) =>
        buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: pinnedTo(addresses) })(
          { ...target, hostname },
          callback,
        ),
      (error) => callback(error, null),
    )
  }
  return new Agent({ connect, headersTimeout: idleTimeoutMs, bodyTimeout: idleTimeoutMs })
}

async function permittedAddresses(
  hostname: string,
  port: number,
  allowed: AllowedHosts,
  resolve: Resolve,
): Promise<ResolvedAddress[]> {
  const family = isIP(hostname)
  const addresses = family ? [{ address: hostname, family }] : await resolveOrFail(hostname, resolve)
  if (allowed.hasHost(hostname, port)) return addresses
  const permitted = addresses.filter(({ address }) => isPublicAddress(address) || allowed.hasAddress(address))
  if (permitted.length > 0) return permitted
  throw blocked(hostname, port, family !== 0)
}

async function resolveOrFail(hostname: string, resolve: Resolve): Promise<ResolvedAddress[]> {
  try {
    const addresses = await resolve(hostname)
    if (addresses.length > 0) return addresses
  } catch (cause) {
    throw new SafeHttpError('dns_failed', `The name ${hostname} could not be resolved.`, {
      retryable: true,
      cause,
    })
  }
  throw new SafeHttpError('dns_failed', `The name ${hostname} has no address.`, { retryable: true })
}

function blocked(hostname: string, port: number, isLiteral: boolean): SafeHttpError {
  const shown = hostname.includes(':') ? `[${hostname}]:${port}` : `${hostname}:${port}`
  const why = isLiteral ? 'is not a public address' : 'leads to an address that is not public'
  return new SafeHttpError(
    'blocked_host',
    `${shown} ${why}, so Pawl does not call it. If it is meant, an operator can list it: ` +
      `set PAWL_ALLOWED_HOSTS=${shown} (comma-separated hosts, host:port or CIDR) and restart.`,
  )
}

/** Answers the socket's own look-up with the judged addresses and nothing else. */
function pinnedTo(addresses: ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) return callback(null, addresses)
    const first = addresses.find(({ family }) => !options.family || options.family === family) ?? addresses[0]
    return callback(null, first?.address ?? '', first?.family)
  }
}

function resolveBySystem(hostname: string): Promise<ResolvedAddress[]> {
  return systemLookup(hostname, { all: true })
}
