const ORIGIN = 'https://pawl.invalid'

/** An address of our own to go to after sign-in; anything that could lead elsewhere is `undefined`. */
export function samePath(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, ORIGIN)) return undefined
  const url = new URL(value, ORIGIN)
  if (url.origin !== ORIGIN || url.pathname.startsWith('//')) return undefined
  if (url.pathname === '/sign-in') return undefined
  return `${url.pathname}${url.search}${url.hash}`
}

/** The sign-in page that leads back to `path`. */
export function signInAddress(path: string): string {
  return `/sign-in?callbackUrl=${encodeURIComponent(path)}`
}
