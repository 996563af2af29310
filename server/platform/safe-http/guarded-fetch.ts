import { fetch } from 'undici'
import { parseAllowedHosts } from './allowed-hosts'
import { createGuardedAgent, type Resolve } from './guarded-agent'
import { SafeHttpError } from './safe-http-error'

export type Fetch = typeof globalThis.fetch

interface GuardedFetchOptions {
  /** `PAWL_ALLOWED_HOSTS` */
  allowedHosts: string
  resolve?: Resolve
  maxResponseBytes?: number
}

/** A thinking model may be silent for minutes before its first byte. */
const IDLE_TIMEOUT_MS = 10 * 60_000
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024

/**
 * `fetch` for libraries that stream: the same guard at connect as the `http` step, answers bounded while
 * they stream. Redirects are refused, because they would carry API keys in headers of any name elsewhere.
 * A refusal arrives as the cause of the TypeError that `fetch` throws: `SafeHttpError.in(error)` finds it.
 */
export function createGuardedFetch(options: GuardedFetchOptions): Fetch {
  const { allowedHosts, resolve, maxResponseBytes = MAX_RESPONSE_BYTES } = options
  const dispatcher = createGuardedAgent({
    allowed: parseAllowedHosts(allowedHosts),
    ...(resolve && { resolve }),
    idleTimeoutMs: IDLE_TIMEOUT_MS,
  })
  const guarded = async (input: string | URL, init: Parameters<typeof fetch>[1] = {}) => {
    const response = await fetch(input, { ...init, dispatcher, redirect: 'error' })
    if (!response.body) return response
    // Node has one class of web stream; undici and the DOM library describe it apart.
    const source = response.body as unknown as ReadableStream<Uint8Array>
    return new Response(source.pipeThrough(limitedTo(maxResponseBytes, new URL(input).host)), {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
    })
  }
  // undici's fetch implements the standard one; its types are its own copies of the same interfaces.
  return guarded as unknown as Fetch
}

function limitedTo(maxBytes: number, host: string): TransformStream<Uint8Array, Uint8Array> {
  let total = 0
  return new TransformStream({
    transform(chunk, controller) {
      total += chunk.byteLength
      if (total > maxBytes)
        throw new SafeHttpError(
          'response_too_large',
          `The answer of ${host} is larger than ${maxBytes} bytes.`,
        )
      controller.enqueue(chunk)
    },
  })
}
