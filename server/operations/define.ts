import { z } from 'zod'
import type { JsonObject } from '@/server/kernel/json'
import type { Permission } from '@/server/kernel/permissions'
import type { Assumed, Queryable, Statement, TenantDb, TenantTransaction } from '@/server/platform/db'
import type { Caller, ScopeOf, Within } from './caller'

/**
 * Instance-wide operations know no tenant, so no role. `public`: anybody, also before sign-in. `signed-in`:
 * anybody with an account. `in-person`: the same, but never a program with an API key.
 */
export type PermissionOf<W extends Within> = W extends 'instance'
  ? 'public' | 'signed-in' | 'in-person'
  : Permission

/**
 * Where REST serves an operation, below `/api/v1` and the scope's own prefix (`/organizations/{orgId}`,
 * `/projects/{projectId}`). Names in braces are fields of the input; a GET takes the others from the query
 * string, every other method from the body.
 */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${'' | `/${string}`}`

/** What names the tenant in an operation's input; added by `define…`, never written by hand. */
const scopeShapes = {
  instance: {},
  org: { orgId: z.string() },
  project: { projectId: z.string() },
} as const

type ScopeShape<W extends Within> = (typeof scopeShapes)[W]
type Shape = z.core.$ZodShape
type ScopedInput<W extends Within, S extends Shape> = z.ZodObject<S & ScopeShape<W>>

export interface QueryContext<W extends Within> {
  scope: ScopeOf[W]
  caller: Caller
  /** Pinned to the scope's org; instance-wide operations get the system client. */
  db: TenantDb
  now: Date
}

export interface MutationContext<W extends Within> extends Omit<QueryContext<W>, 'db'> {
  /** One transaction with the audit row and the outbox rows. */
  db: TenantTransaction
  /** Tells the engine, once this is committed. */
  emit(event: OutboxEvent): void
  /** What the audit row shows of before and after. Never secrets. */
  record(change: AuditChange): void
}

export interface AuditChange {
  before?: JsonObject
  after?: JsonObject
}

export interface OutboxEvent {
  name: 'run.requested' | 'run.wake' | 'mail.requested'
  /** Needed where the operation is instance-wide. */
  orgId?: string
  data: JsonObject
}

export interface AuditNote {
  /** The id of what was touched. */
  subject: string
  /** Needed where the operation is instance-wide and an org came of it. */
  orgId?: string
  /** Never secrets. */
  details?: JsonObject
}

/** What every operation says of itself. */
interface Described<W extends Within, O extends z.ZodType> {
  /** `noun.verb` */
  name: `${string}.${string}`
  /** One sentence for people and for API documents. */
  summary: string
  within: W
  permission: PermissionOf<W>
  route: Route
  /** Restoring and its like: may be called while the organization or project waits to be deleted. */
  isOpenWhileDeleted?: boolean
  output: O
}

type ParsedInput<W extends Within, S extends Shape> = z.output<ScopedInput<W, S>>

interface QueryBody<W extends Within, S extends Shape, O extends z.ZodType> extends Described<W, O> {
  run(context: QueryContext<W>, input: ParsedInput<W, S>): Promise<z.input<O>>
}

interface MutationParts<W extends Within, S extends Shape, O extends z.ZodType> extends Described<W, O> {
  /** The output holds something that is shown once (a link, a key), so it is kept nowhere. */
  hasSecretOutput?: boolean
  /**
   * Runs before the transaction begins: what it writes stays when it refuses, as counted tries must. It holds
   * no connection while it waits for another, so a crowd of callers cannot stop each other.
   */
  before?(context: Omit<QueryContext<W>, 'db'>, input: ParsedInput<W, S>): Promise<void>
  /** Says what the audit row tells; `execute` writes it. */
  audit(input: ParsedInput<W, S>, output: z.output<O>): AuditNote
}

interface MutationBody<W extends Within, S extends Shape, O extends z.ZodType>
  extends MutationParts<W, S, O> {
  run(context: MutationContext<W>, input: ParsedInput<W, S>): Promise<z.input<O>>
}

interface SqlMutationBody<W extends Within, S extends Shape, O extends z.ZodType, Prepared>
  extends MutationParts<W, S, O> {
  /**
   * Whether `prepare` may begin while the caller's permission is still looked up, where he had it the last time: it
   * only reads then, goes by who calls and by the project alone, and does no harm where it was in vain. What it reads
   * over `db` may also be what an earlier call read: then nothing is written where that has changed since.
   */
  mayPrepareAhead?(input: ParsedInput<W, S>): boolean
  /** Reads and refuses, before the transaction begins: what must hold when it writes, `write` has to see to. */
  prepare(
    context: Omit<QueryContext<W>, 'db'> & {
      db: Queryable
      /** What `db` gives was read by an earlier call. */
      isRecalled: boolean
    },
    input: ParsedInput<W, S>,
  ): Promise<Prepared>
  /** Gives back what `prepare` took, where nothing is written: the call is refused, or answered as it was before. */
  discard?(prepared: Prepared): void | Promise<void>
  /**
   * Says what to write, in one statement that begins with WITH, ends with a SELECT without a condition and is sent
   * together with the audit row and the outbox rows; nothing is written where what it assumes is not so.
   */
  write(
    context: Omit<MutationContext<W>, 'db'> & {
      /** Given where nothing else is in the transaction. */
      sending: Sending | undefined
    },
    prepared: Prepared,
    input: ParsedInput<W, S>,
  ): Promise<{
    output: z.input<O>
    /** Asked for when it is sent. */
    statement(): Statement
    assumed?: readonly Assumed[]
  }>
}

/** A statement that is about to be sent. */
export interface Sending {
  /** Others go first. */
  hasToWait: boolean
  /** Settles with its transaction. */
  written: Promise<unknown>
}

interface DownloadBody<W extends Within, S extends Shape, O extends z.ZodType> extends Described<W, O> {
  /** Of what `run` yields, such as `text/csv; charset=utf-8`. */
  contentType(input: ParsedInput<W, S>): string
  fileName(input: ParsedInput<W, S>, now: Date): string
  /** Yields the file in pieces, so that a large one never stands in memory. */
  run(context: QueryContext<W>, input: ParsedInput<W, S>): AsyncIterable<z.input<O>>
}

interface StreamBody<W extends Within, S extends Shape, O extends z.ZodType> extends Described<W, O> {
  /** Yields `[resume id, value]`; ends when `signal` aborts. A client that comes back names the last id it saw. */
  run(
    context: QueryContext<W> & { signal: AbortSignal },
    input: ParsedInput<W, S>,
  ): AsyncIterable<[id: string, value: z.input<O>]>
}

export interface Query<W extends Within = Within, S extends Shape = Shape, O extends z.ZodType = z.ZodType>
  extends QueryBody<W, S, O> {
  kind: 'query'
  input: ScopedInput<W, S>
}

export interface Mutation<W extends Within = Within, S extends Shape = Shape, O extends z.ZodType = z.ZodType>
  extends MutationParts<W, S, O> {
  kind: 'mutation'
  input: ScopedInput<W, S>
  body:
    | Pick<MutationBody<W, S, O>, 'run'>
    // What it prepares is its own affair.
    | Pick<SqlMutationBody<W, S, O, never>, SqlPart>
}

export interface Stream<W extends Within = Within, S extends Shape = Shape, O extends z.ZodType = z.ZodType>
  extends StreamBody<W, S, O> {
  kind: 'stream'
  input: ScopedInput<W, S>
}

export interface Download<W extends Within = Within, S extends Shape = Shape, O extends z.ZodType = z.ZodType>
  extends DownloadBody<W, S, O> {
  kind: 'download'
  input: ScopedInput<W, S>
}

export type Operation = Query | Mutation | Stream | Download

type SqlPart = 'mayPrepareAhead' | 'prepare' | 'discard' | 'write'

/** What a returning client adds: the last resume id it saw. */
const resumeShape = { lastEventId: z.string().nullish() } as const

/** Reads. Runs on the org-pinned client, without a transaction. */
export function defineQuery<W extends Within, S extends Shape, O extends z.ZodType>(
  query: QueryBody<W, S, O> & { input: z.ZodObject<S> },
): Query<W, S, O> {
  return { ...query, kind: 'query', input: scoped(query.within, query.input) }
}

/** Writes, in one transaction with its audit row and outbox rows. */
export function defineMutation<W extends Within, S extends Shape, O extends z.ZodType>(
  mutation: MutationBody<W, S, O> & { input: z.ZodObject<S> },
): Mutation<W, S, O> {
  const { run, ...parts } = mutation
  return { ...parts, kind: 'mutation', input: scoped(parts.within, parts.input), body: { run } }
}

/**
 * The same for the few operations that are called so often that Prisma's transaction would be most of what they
 * cost: plain SQL, in as few statements as can be.
 */
export function defineSqlMutation<
  W extends Exclude<Within, 'instance'>,
  S extends Shape,
  O extends z.ZodType,
  Prepared,
>(mutation: SqlMutationBody<W, S, O, Prepared> & { input: z.ZodObject<S> }): Mutation<W, S, O> {
  const { mayPrepareAhead, prepare, discard, write, ...parts } = mutation
  // `execute` gives to `write` what `prepare` gave.
  const body = { mayPrepareAhead, prepare, discard, write } as Pick<SqlMutationBody<W, S, O, never>, SqlPart>
  return { ...parts, kind: 'mutation', input: scoped(parts.within, parts.input), body }
}

/** A live answer that goes on until the client leaves. */
export function defineStream<W extends Within, S extends Shape, O extends z.ZodType>(
  stream: StreamBody<W, S, O> & { input: z.ZodObject<S> },
): Stream<W, S, O> {
  const input = scoped(stream.within, stream.input)
  // tRPC puts the id into the input of a client that comes back; a schema that strips it serves all others.
  return { ...stream, kind: 'stream', input: input.extend(resumeShape) as unknown as typeof input }
}

/** A file, made as it is sent. */
export function defineDownload<W extends Within, S extends Shape>(
  download: Omit<DownloadBody<W, S, z.ZodString>, 'output'> & { input: z.ZodObject<S> },
): Download<W, S, z.ZodString> {
  return {
    ...download,
    kind: 'download',
    output: z.string(),
    input: scoped(download.within, download.input),
  }
}

function scoped<W extends Within, S extends Shape>(within: W, input: z.ZodObject<S>): ScopedInput<W, S> {
  // `extend` adds exactly the keys of scopeShapes[within]; its own type cannot follow a generic W.
  return input.extend(scopeShapes[within]) as unknown as ScopedInput<W, S>
}
