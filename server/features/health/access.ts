import { env } from '@/server/platform/env'
import { type Asker, mayRead } from './may-read'

const REFUSAL = `Figures of this instance are open to this machine only. Set PAWL_METRICS_TOKEN and send it as "Authorization: Bearer <token>".\n`
const WRONG_TOKEN = 'Send PAWL_METRICS_TOKEN as "Authorization: Bearer <token>".\n'

/** Undefined where the caller may read; else the refusal. */
export function refuseReader(asker: Asker, listener: 'app' | 'operations'): Response | undefined {
  const { PAWL_METRICS_TOKEN: token } = env()
  if (mayRead(asker, { token, hidesCallers: listener === 'app' && isBehindUnknownProxy() })) return undefined
  const status = token === undefined ? 403 : 401
  return new Response(token === undefined ? REFUSAL : WRONG_TOKEN, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  })
}

/** A public address means a proxy, and one that PAWL_TRUSTED_PROXIES does not count makes all callers local. */
function isBehindUnknownProxy(): boolean {
  const { PAWL_URL, PAWL_TRUSTED_PROXIES } = env()
  const { hostname } = new URL(PAWL_URL)
  const isLocal = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  return !isLocal && PAWL_TRUSTED_PROXIES === 0
}
