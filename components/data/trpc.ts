import { skipToken } from '@tanstack/react-query'
import type { TRPCClient } from '@trpc/client'
import type { inferRouterOutputs } from '@trpc/server'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@/server/api/trpc/router'
import { callMutation, callQuery } from './api-call'
import { followStream, type StreamHandlers } from './live-stream'

/** What each operation answers, by noun and verb. */
export type Outputs = inferRouterOutputs<AppRouter>

/**
 * The options of queries and mutations, by noun and verb, as tRPC's own package makes them. That package and
 * its client weigh more than a page's own code, and every page carries them: here only their types are used.
 */
export function useTRPC(): TRPCOptionsProxy<AppRouter> {
  return OPTIONS
}

/** Calls without a cache: `client.runs.events.query(input)`. */
export function useTRPCClient(): TRPCClient<AppRouter> {
  return CLIENT
}

type Options = Record<string, unknown>
type QueryContext = { pageParam?: unknown }
type Verb = (path: string[], first: never, second: never) => unknown

const OPTION_VERBS: Record<string, Verb> = {
  queryOptions: (path, input: unknown, options: Options = {}) => ({
    ...options,
    queryKey: keyOf(path, input, 'query'),
    queryFn: input === skipToken ? skipToken : () => callQuery(path.join('.'), input),
  }),
  infiniteQueryOptions: (path, input: object, { initialCursor = null, ...options }: Options = {}) => ({
    ...options,
    queryKey: keyOf(path, input, 'infinite'),
    queryFn: ({ pageParam }: QueryContext) =>
      callQuery(path.join('.'), { ...input, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: initialCursor,
  }),
  mutationOptions: (path, options: Options = {}) => ({
    ...options,
    mutationKey: [path],
    mutationFn: (input: unknown) => callMutation(path.join('.'), input),
  }),
  queryKey: (path, input: unknown) => keyOf(path, input, 'query'),
  pathKey: (path) => [path],
}

const CLIENT_VERBS: Record<string, Verb> = {
  query: (path, input: unknown, options: { signal?: AbortSignal } = {}) =>
    callQuery(path.join('.'), input, options.signal),
  mutate: (path, input: unknown) => callMutation(path.join('.'), input),
  subscribe: (path, input: object, handlers: StreamHandlers) => followStream(path.join('.'), input, handlers),
}

// The verbs above answer as the types of tRPC's packages say; `trpc.test.ts` holds them against tRPC's own server.
const OPTIONS = byPath(OPTION_VERBS) as TRPCOptionsProxy<AppRouter>
const CLIENT = byPath(CLIENT_VERBS) as TRPCClient<AppRouter>

/** `[['runs', 'list'], …]`: all of a noun is `[['runs']]`. */
function keyOf(path: string[], input: unknown, type: 'query' | 'infinite') {
  return [path, { ...(input !== undefined && input !== skipToken && { input }), type }]
}

/** Gathers the names in `proxy.noun.verb.queryOptions(…)`; the last one is looked up in `verbs`. */
function byPath(verbs: Record<string, Verb>, path: string[] = []): unknown {
  return new Proxy(() => {}, {
    get: (_, name) =>
      // A promise is told by its `then`, and this is none.
      typeof name === 'string' && name !== 'then' ? byPath(verbs, [...path, name]) : undefined,
    apply: (_, _this, [first, second]) => {
      const name = path.at(-1) ?? ''
      const verb = verbs[name]
      if (!verb) throw new Error(`An operation has no "${name}".`)
      // What each verb is given is checked where it is called, by the types of the proxies.
      return verb(path.slice(0, -1), first as never, second as never)
    },
  })
}
