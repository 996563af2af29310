import type { IncomingMessage, ServerResponse } from 'node:http'
import { countStream, observeRequest } from './instruments'

/** Notes how long a request took, once it is answered or given up. */
export function watchRequest(request: IncomingMessage, response: ServerResponse): void {
  const startedMs = performance.now()
  response.once('close', () => {
    // Who asks for a live stream says so; what an answer was is not always kept.
    if (request.headers.accept?.includes('text/event-stream')) return countStream()
    observeRequest({
      method: request.method ?? '',
      // Given up by the caller before there was an answer: what proxies write down for it.
      status: response.headersSent ? response.statusCode : 499,
      durationMs: performance.now() - startedMs,
    })
  })
}
