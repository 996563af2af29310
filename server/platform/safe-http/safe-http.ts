/** The language's `HttpRequest`, which the platform may not import, and what the caller's project allows. */
export interface SafeHttpRequest {
  method: string
  /** `http:` or `https:`, without user and password. */
  url: string
  headers: Record<string, string>
  body?: string
  /** For everything: names, connections, redirects, the last byte of the answer. */
  timeoutMs: number
  /** Bounds the answer both as sent and as unpacked. */
  maxResponseBytes: number
  /** At most five, each checked like the first. */
  followRedirects: boolean
  /** Why a host may not be called; asked for each redirect, too. The guard of addresses comes on top. */
  refusalOf?: (hostname: string) => string | undefined
  signal: AbortSignal
}

export type SafeHttpResult =
  | {
      ok: true
      status: number
      /** Names in lower case; repeated ones joined by `, `. */
      headers: Record<string, string>
      /** Text; anything else as a `data:<type>;base64,…` URL. */
      body: string
      /** After redirects. */
      url: string
      durationMs: number
    }
  | { ok: false; code: string; message: string; retryable: boolean }

export interface SafeHttp {
  request(request: SafeHttpRequest): Promise<SafeHttpResult>
}
