import {
  initTRPC,
  type TRPCMutationProcedure,
  type TRPCQueryProcedure,
  type TRPCSubscriptionProcedure,
  tracked,
} from '@trpc/server'
import { z } from 'zod'
import type { Mutation, Operation, Query, Stream } from '@/server/operations'
import { execute, executeStream } from '@/server/operations'
import { catalogue } from '../catalogue'
import type { TrpcContext } from './context'
import { formatError, toTrpcError } from './errors'

const t = initTRPC.context<TrpcContext>().create({
  errorFormatter: formatError,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
})

type AnyOperation = Query | Mutation | Stream

type InputOf<Op extends AnyOperation> = z.input<Op['input']>
type OutputOf<Op extends AnyOperation> = z.output<Op['output']>

type ProcedureOf<Op extends AnyOperation> = Op extends { kind: 'query' }
  ? TRPCQueryProcedure<{ input: InputOf<Op>; output: OutputOf<Op>; meta: unknown }>
  : Op extends { kind: 'mutation' }
    ? TRPCMutationProcedure<{ input: InputOf<Op>; output: OutputOf<Op>; meta: unknown }>
    : TRPCSubscriptionProcedure<{
        input: InputOf<Op> & { lastEventId?: string | null | undefined }
        output: AsyncIterable<{ id: string; data: OutputOf<Op> }, void, unknown>
        meta: unknown
      }>

type Procedures<C> = {
  [Noun in keyof C]: {
    [Verb in keyof C[Noun] as C[Noun][Verb] extends AnyOperation
      ? Verb
      : never]: C[Noun][Verb] extends AnyOperation ? ProcedureOf<C[Noun][Verb]> : never
  }
}

/** Every operation of the catalogue as a tRPC procedure `noun.verb`; files are fetched, not called. */
export const appRouter = t.router(projected())
export type AppRouter = typeof appRouter

function projected(): Procedures<typeof catalogue> {
  const nouns = Object.entries(catalogue).map(([noun, verbs]) => [noun, t.router(proceduresOf(verbs))])
  // Built from `catalogue` key by key, each by `toProcedure`, whose result ProcedureOf describes.
  return Object.fromEntries(nouns) as unknown as Procedures<typeof catalogue>
}

function proceduresOf(verbs: { [verb: string]: unknown }) {
  // Every entry of the catalogue is what one of the `define…` functions made.
  const operations = Object.entries(verbs) as [string, Operation][]
  return Object.fromEntries(
    operations.flatMap(([verb, operation]) =>
      operation.kind === 'download' ? [] : [[verb, toProcedure(operation)]],
    ),
  )
}

function toProcedure(operation: AnyOperation) {
  // `execute` parses with the operation's own schema: parsing here too would do it twice.
  const procedure = t.procedure.input(z.unknown())
  if (operation.kind === 'query')
    return procedure.query(({ ctx, input }) => execute(operation, ctx.caller, input).catch(toTrpcError))
  if (operation.kind === 'mutation')
    return procedure.mutation(({ ctx, input }) => execute(operation, ctx.caller, input).catch(toTrpcError))
  return procedure.subscription(async function* ({ ctx, input, signal }) {
    try {
      const values = executeStream(operation, ctx.caller, input, signal ?? new AbortController().signal)
      for await (const [id, value] of values) yield tracked(id, value)
    } catch (error) {
      toTrpcError(error)
    }
  })
}
