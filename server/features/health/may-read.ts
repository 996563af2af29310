import { createHash, timingSafeEqual } from 'node:crypto'
import { isIPv4 } from 'node:net'

/** Who asks for figures of the instance. */
export interface Asker {
  /** The `Authorization` header. */
  authorization: string | null
  /** Where the connection comes from; null where that is not known. */
  address: string | null
  /** The `Host` header. */
  host: string | null
}

export interface ReadRule {
  /** PAWL_METRICS_TOKEN. */
  token: string | undefined
  /**
   * Whether a call from this machine may have come through a proxy that Pawl was not told of: then its address
   * says nothing.
   */
  hidesCallers: boolean
}

/**
 * With a token set, who gives it; without one, whoever asks from this machine by a name of this machine (a page
 * of another site can be made to resolve to it, but not to say so).
 */
export function mayRead({ authorization, address, host }: Asker, { token, hidesCallers }: ReadRule): boolean {
  if (token !== undefined) return isSame(authorization ?? '', `Bearer ${token}`)
  return !hidesCallers && isLoopbackAddress(address) && isLoopbackHost(host)
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function isLoopbackAddress(address: string | null): boolean {
  if (address === null) return false
  const plain = address.replace(/^::ffff:/i, '')
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'))
}

function isLoopbackHost(host: string | null): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '[::1]' || isLoopbackAddress(name ?? null)
}
