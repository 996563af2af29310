import type { Egress } from '@/server/features/settings'
import { createGuardedFetch, type Fetch, SafeHttpError } from '@/server/platform/safe-http'

let shared: { allowedHosts: string; fetch: Fetch } | undefined

/** One guarded fetch for the process, with its connections, by the environment's own list of hosts. */
export function environmentFetch(): Fetch {
  const allowedHosts = process.env.PAWL_ALLOWED_HOSTS ?? ''
  if (shared?.allowedHosts !== allowedHosts)
    shared = { allowedHosts, fetch: createGuardedFetch({ allowedHosts }) }
  return shared.fetch
}

/** The same, to hosts that a project allows. Redirects are refused by the guarded fetch itself. */
export function withinProject(fetch: Fetch, egress: Egress): Fetch {
  return async (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input)
    const refusal = egress.refusalOf(hostname)
    if (refusal !== undefined) throw new SafeHttpError('host_not_allowed', refusal)
    return fetch(input, init)
  }
}
