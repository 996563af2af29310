import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { ALL_PERMISSIONS, type Permission } from '@/server/kernel/permissions'
import { type ApiKeyGrant, type Caller, execute, type Mutation, type Query } from '@/server/operations'

/** The id of somebody who is signed in. */
export function idOf(caller: Caller): string {
  if (!caller.user) throw new Error('Nobody is signed in.')
  return caller.user.userId
}

/** Calls an operation; each test names what the one it calls answers. */
export async function call<T = unknown>(operation: object, caller: Caller, input: object): Promise<T> {
  // Tests name operations of the catalogue, and only queries and mutations here.
  return (await execute(operation as Query | Mutation, caller, input)) as T
}

/** `ok`, or the code of the refusal. Anything else that is thrown is a bug and fails the test. */
export async function codeOf(operation: object, caller: Caller, input: object): Promise<string> {
  try {
    await call(operation, caller, input)
    return 'ok'
  } catch (error) {
    if (AppError.is(error)) return error.code
    throw error
  }
}

/** Somebody who is not signed in. */
export function visitor(): Caller {
  return { user: null, apiKey: null, correlationId: newId('request'), ip: '127.0.0.1', userAgent: 'test' }
}

/** A program of this person, in this organization; its key holds everything unless told otherwise. */
export function program(caller: Caller, orgId: string, given: Partial<ApiKeyGrant> = {}): Caller {
  const permissions: ReadonlySet<Permission> = new Set(ALL_PERMISSIONS)
  const apiKey = { apiKeyId: newId('apiKey'), name: 'ci', orgId, permissions, projectIds: null, ...given }
  return { ...caller, user: caller.user && { ...caller.user, sessionId: null }, apiKey }
}
