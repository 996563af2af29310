import {
  type Assumed,
  asQueryable,
  assuming,
  inTransaction,
  type Queryable,
  type Statement,
  systemDb,
  tenantDb,
  tenantHot,
  tenantPool,
  together,
} from '@/server/platform/db'
import { type Post, post } from '@/server/platform/outbox'
import { announce } from '@/server/platform/realtime'
import { auditStatement } from './audit'
import type { Caller, ScopeOf, Within } from './caller'
import type { AuditChange, Mutation, OutboxEvent, Sending } from './define'
import { answerStatement, claimIdempotencyKey, type IdempotencyKey } from './idempotency'
import { discardPrepared } from './prepare-ahead'

/** A call that may happen: who, where and with what. */
interface Call {
  caller: Caller
  scope: ScopeOf[Within]
  input: unknown
  /** What `prepareAhead` began. */
  preparing?: Promise<unknown> | undefined
  /** What it goes by, where that was read by an earlier call. */
  assumed?: readonly Assumed[]
}

interface Begun extends Call {
  operation: Mutation
  now: Date
  events: OutboxEvent[]
  change: AuditChange
}

/** Runs a mutation in one transaction with its audit row and its outbox rows; then tells who listens. */
export async function runMutation(
  operation: Mutation,
  call: Call,
  key: IdempotencyKey | undefined,
): Promise<unknown> {
  const begun: Begun = { ...call, operation, now: new Date(), events: [], change: {} }
  const { scope, caller, now, input } = begun
  // `prepare` of `execute` parsed the input with this operation's own schema and resolved the scope it asks for.
  await operation.before?.({ scope, caller, now } as never, input as never)
  const { output, orgId, posts } = await ('run' in operation.body
    ? withPrisma(begun, key)
    : withSql(begun, key))
  for (const posted of posts) posted.committed()
  if (orgId) announce(orgId, operation.name.slice(0, operation.name.indexOf('.')))
  return output
}

interface Done {
  output: unknown
  /** Whose lists have changed, if any. */
  orgId: string | undefined
  posts: Post[]
}

function withPrisma(begun: Begun, key: IdempotencyKey | undefined): Promise<Done> {
  const { scope, operation, input, now } = begun
  const { body } = operation
  if (!('run' in body)) throw new Error(`${operation.name} is written in SQL.`)
  const prisma = scope.within === 'instance' ? systemDb() : tenantDb(scope.orgId)
  return prisma.$transaction(
    async (db) => {
      const sql = asQueryable(db)
      const claim = key && (await claimIdempotencyKey(sql, operation, scope, key, now))
      if (claim?.kind === 'answered') return { output: claim.answer, orgId: undefined, posts: [] }
      // See `runMutation`.
      const output = await body.run({ ...contextOf(begun), db } as never, input as never)
      const { rows, ...done } = completed(begun, output, claim?.id)
      for (const row of rows) await sql.query(row)
      return done
    },
    { maxWait: LONGEST_MS, timeout: LONGEST_MS },
  )
}

/** A transaction may wait so long for a connection, and take so long. */
const LONGEST_MS = 15_000

async function withSql(begun: Begun, key: IdempotencyKey | undefined): Promise<Done> {
  const { scope, operation, input, now } = begun
  const { body } = operation
  if ('run' in body) throw new Error(`${operation.name} is written with Prisma.`)
  if (scope.within === 'instance') throw new Error(`${operation.name} is of no organization.`)
  const db = tenantHot(scope.orgId).soon
  // See `runMutation`.
  const preparing =
    begun.preparing ?? body.prepare({ ...contextOf(begun), db, isRecalled: false } as never, input as never)
  const writing = async (sending: Sending | undefined, claimId?: string) => {
    const {
      output,
      statement,
      assumed = [],
    } = await body.write(
      { ...contextOf(begun), sending } as never,
      (await preparing) as never,
      input as never,
    )
    const { rows, ...done } = completed(begun, output, claimId)
    const all = [...(begun.assumed ?? []), ...assumed]
    return { statement: () => assuming(together(statement(), rows), all), done }
  }
  if (!key) return sentAtOnce(scope.orgId, writing)
  // A call that was made already is answered as it was then, also where it would be refused now.
  await preparing.catch(() => undefined)
  let isNeeded = false
  const work = async (db: Queryable): Promise<Done> => {
    const claim = await claimIdempotencyKey(db, operation, scope, key, now)
    if (claim.kind === 'answered') return { output: claim.answer, orgId: undefined, posts: [] }
    isNeeded = true
    const { statement, done } = await writing(undefined, claim.id)
    await db.query(statement())
    return done
  }
  try {
    return await inTransaction(tenantPool(scope.orgId), work)
  } finally {
    if (!isNeeded) await discardPrepared(operation, preparing)
  }
}

/** In a transaction that is nothing but this one statement. */
async function sentAtOnce(
  orgId: string,
  writing: (sending: Sending) => Promise<{ statement(): Statement; done: Done }>,
): Promise<Done> {
  const { durable } = tenantHot(orgId)
  let resolve: (sent: Promise<unknown>) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const written = new Promise<unknown>((...settle) => {
    ;[resolve, reject] = settle
  })
  written.catch(() => undefined) // Who calls hears it.
  try {
    const { statement, done } = await writing({ hasToWait: durable.isBusy(), written })
    resolve(durable.send(statement))
    await written
    return done
  } catch (error) {
    reject(error)
    throw error
  }
}

function contextOf({ scope, caller, now, events, change }: Begun) {
  return {
    scope,
    caller,
    now,
    emit: (event: OutboxEvent) => void events.push(event),
    record: (what: AuditChange) => void Object.assign(change, what),
  }
}

/** What the call answers, checked, and the rows that are written with what it did. */
function completed(begun: Begun, result: unknown, claimId: string | undefined): Done & { rows: Statement[] } {
  const { operation, scope, input, now, events, change, caller } = begun
  const output = operation.output.parse(result)
  // See `runMutation`.
  const note = operation.audit(input as never, output as never)
  const orgId = scope.within === 'instance' ? note.orgId : scope.orgId
  const posts = outgoing(events, orgId).map(([to, entries]) => post(to, entries))
  const rows = [
    auditStatement({ operation: operation.name, caller, scope, note, change, orgId: orgId ?? null, now }),
    ...posts.map((posted) => posted.statement),
  ]
  if (claimId !== undefined)
    rows.push(answerStatement(claimId, operation.hasSecretOutput ? undefined : output))
  return { output, orgId, posts, rows }
}

/** By organization. */
function outgoing(events: OutboxEvent[], orgId: string | undefined): [string, OutboxEvent[]][] {
  const byOrg = new Map<string, OutboxEvent[]>()
  for (const event of events) {
    const to = event.orgId ?? orgId ?? ''
    byOrg.set(to, [...(byOrg.get(to) ?? []), event])
  }
  return [...byOrg]
}
