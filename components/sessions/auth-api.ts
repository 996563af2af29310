export interface AuthAnswer {
  ok: boolean
  /** Where the server would send the browser. */
  url: URL
}

/** Posts a form to a sign-in endpoint, with the token that shows that it comes from our own page. */
export async function postToAuth(
  path: 'callback/credentials' | 'signout',
  fields: Record<string, string> = {},
): Promise<AuthAnswer> {
  const csrfToken = await readCsrfToken()
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    // The server notes the address to return to; this page's own may hold an invitation's token.
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/', json: 'true' }),
  })
  return { ok: response.ok, url: new URL(await readText(response, 'url'), window.location.href) }
}

async function readCsrfToken(): Promise<string> {
  const response = await fetch('/api/auth/csrf', { cache: 'no-store' })
  return readText(response, 'csrfToken')
}

async function readText(response: Response, name: string): Promise<string> {
  const body: unknown = await response.json()
  // Any non-null object can be read by string keys.
  const text = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  if (typeof text !== 'string')
    throw new Error(`${response.url} answered ${response.status} without "${name}"`)
  return text
}
