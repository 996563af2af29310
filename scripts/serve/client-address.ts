import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * Puts the address of who calls into `x-forwarded-for`, in place of what was sent: anybody can write that
 * header, and tries at passwords are counted by address.
 */
export function writeClientAddress(request: IncomingMessage, trustedProxies: number): void {
  const forwarded = request.headers['x-forwarded-for']
  const header = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
  const address = clientAddress(request.socket.remoteAddress, header, trustedProxies)
  if (address === undefined) delete request.headers['x-forwarded-for']
  else request.headers['x-forwarded-for'] = address
}

/**
 * Each proxy adds the address it was called from at the right. With so many of them in front of Pawl, the
 * entry that the outermost one wrote is the client's; whatever stands left of it is the client's own word.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string | undefined {
  if (socketAddress === undefined) return undefined
  const hops = [...(forwardedFor?.split(',') ?? []), socketAddress]
  const written = hops.slice(-1 - trustedProxies).map(plainAddress)
  // A proxy that wrote no address, such as "unknown", is taken for the client itself.
  return written.find((address) => address !== undefined)
}

/** Without port, brackets and the IPv6 form of an IPv4 address; `undefined` when it is no address. */
function plainAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const [, inBrackets] = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed) ?? []
  const [, beforePort] = /^([\d.]+):\d+$/.exec(trimmed) ?? []
  const address = (inBrackets ?? beforePort ?? trimmed).replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) ? address : undefined
}
