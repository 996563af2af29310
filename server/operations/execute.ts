import type { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { isValueDeeperThan } from '@/server/kernel/json-depth'
import { isPermission } from '@/server/kernel/permissions'
import { findUnstorable } from '@/server/kernel/storable-text'
import { isStale, systemDb, type TenantDb, tenantDb } from '@/server/platform/db'
import { type Asked, forgetReads, rememberAllowed } from './allowed-calls'
import { recordRefusal } from './audit'
import type { Caller, ScopeOf, Within } from './caller'
import type { Download, Mutation, Operation, Query, Stream } from './define'
import type { IdempotencyKey } from './idempotency'
import { discardPrepared, prepareAhead } from './prepare-ahead'
import { recallPrepared } from './recall-prepared'
import { requirePermission, resolveScope } from './resolve-scope'
import { runMutation } from './run-mutation'

/** Deeper JSON exhausts the stack of whatever walks it. */
const MAX_INPUT_DEPTH = 100

interface Prepared {
  scope: ScopeOf[Within]
  input: { orgId?: string; projectId?: string }
  /** What `prepareAhead` began. */
  preparing?: Promise<unknown> | undefined
}

/** parse → authorize → run → check output; a refusal is audited outside the transaction. */
export async function execute(
  operation: Query | Mutation,
  caller: Caller,
  raw: unknown,
  idempotencyKey?: IdempotencyKey,
): Promise<unknown> {
  const input = parsed(operation, raw)
  const recalled =
    operation.kind === 'mutation' && !idempotencyKey && (await runRecalled({ operation, caller, input }))
  if (recalled) return recalled.output
  const prepared = await prepare(operation, caller, input)
  if (operation.kind === 'query') return runQuery(operation, caller, prepared)
  try {
    return await runMutation(operation, { caller, ...prepared }, idempotencyKey)
  } catch (error) {
    await recordRefusal(operation, caller, prepared.scope, error)
    throw error
  }
}

/** The same for a live answer: refused before the first value, then yielded as it comes. */
export async function* executeStream(
  operation: Stream,
  caller: Caller,
  raw: unknown,
  signal: AbortSignal,
): AsyncGenerator<[id: string, value: unknown]> {
  const { scope, input } = await prepare(operation, caller, parsed(operation, raw))
  const context = { scope, caller, db: databaseOf(scope), now: new Date(), signal }
  // `prepare` parsed the input with this operation's own schema and resolved the scope it asks for.
  const values = operation.run(context as never, input as never)
  for await (const [id, value] of values) yield [id, operation.output.parse(value)]
}

/** The same for a file: refused before the first piece. */
export async function executeDownload(
  operation: Download,
  caller: Caller,
  raw: unknown,
): Promise<{ contentType: string; fileName: string; pieces: AsyncIterable<string> }> {
  const { scope, input } = await prepare(operation, caller, parsed(operation, raw))
  const now = new Date()
  const context = { scope, caller, db: databaseOf(scope), now }
  // See executeStream.
  return {
    contentType: operation.contentType(input as never),
    fileName: operation.fileName(input as never, now),
    pieces: operation.run(context as never, input as never) as AsyncIterable<string>,
  }
}

/**
 * The whole call by what earlier ones have read, which its write asks for once more: one message instead of two.
 * `undefined`: nothing has happened, and all of it is read anew.
 */
async function runRecalled(asked: Asked): Promise<{ output: unknown } | undefined> {
  const { operation, caller, input } = asked
  // What `before` writes stays.
  const recalled = operation.before ? undefined : await recallPrepared(asked)
  if (!recalled) return undefined
  try {
    return { output: await runMutation(operation, { caller, input, ...recalled }, undefined) }
  } catch (error) {
    await discardPrepared(operation, recalled.preparing)
    // Nothing was sent where it is the call that is refused.
    if (!isStale(error) && !AppError.is(error)) throw error
    forgetReads(asked)
    return undefined
  }
}

function parsed(operation: Operation, raw: unknown): Prepared['input'] {
  if (isValueDeeperThan(raw, MAX_INPUT_DEPTH))
    throw new AppError('invalid_input', `${operation.name} takes input of at most ${MAX_INPUT_DEPTH} levels.`)
  const unstorable = findUnstorable(raw)
  if (unstorable !== undefined) throw unstorableInput(operation.name, unstorable)
  const { success, data, error } = operation.input.safeParse(raw ?? {})
  if (!success) throw invalidInput(operation.name, error)
  return data
}

async function prepare(operation: Operation, caller: Caller, input: Prepared['input']): Promise<Prepared> {
  const asked = operation.kind === 'mutation' ? { operation, caller, input } : undefined
  const ahead = asked && prepareAhead(asked)
  let scope: ScopeOf[Within] | undefined
  try {
    scope = await resolveScope(operation, caller, input, ahead?.db)
    if (scope.within !== 'instance' && isPermission(operation.permission))
      await requirePermission(scope, caller, operation.permission)
    if (asked) rememberAllowed(asked, scope)
    return { scope, input, preparing: ahead?.preparing }
  } catch (error) {
    if (asked) rememberAllowed(asked, undefined)
    await ahead?.discard()
    await recordRefusal(operation, caller, scope, error)
    throw error
  }
}

async function runQuery(operation: Query, caller: Caller, { scope, input }: Prepared): Promise<unknown> {
  const context = { scope, caller, db: databaseOf(scope), now: new Date() }
  // See executeStream: scope and input are what this operation's own definition asks for.
  return operation.output.parse(await operation.run(context as never, input as never))
}

function databaseOf(scope: ScopeOf[Within]): TenantDb {
  return scope.within === 'instance' ? systemDb() : tenantDb(scope.orgId)
}

function unstorableInput(name: string, path: string): AppError {
  const message = 'It holds a character that no text may hold, such as U+0000.'
  return new AppError('invalid_input', `${name} cannot take this input. ${path}: ${message}`, {
    details: { issues: [{ path, message }] },
  })
}

function invalidInput(name: string, error: z.ZodError): AppError {
  const issues = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const first = issues[0]
  const where = first?.path ? `${first.path}: ` : ''
  return new AppError('invalid_input', `${name} cannot take this input. ${where}${first?.message ?? ''}`, {
    details: { issues },
  })
}
