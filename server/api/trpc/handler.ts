import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { callerOf } from '@/server/features/sessions'
import { appRouter } from './router'

/** Serves the catalogue under `/api/trpc`. */
export async function handleTrpc(request: Request): Promise<Response> {
  if (isForeign(request))
    return Response.json({ error: 'Calls from another site are refused.' }, { status: 403 })
  const caller = await callerOf(request.headers)
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => ({ caller }),
    // Live answers must not be held back by a proxy.
    responseMeta: () => ({ headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } }),
  })
}

/** A cookie travels with requests that other sites make; those name their own origin. */
function isForeign(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const origin = request.headers.get('origin')
  if (!origin) return request.headers.get('sec-fetch-site') === 'cross-site'
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return !URL.canParse(origin) || new URL(origin).host !== host
}
