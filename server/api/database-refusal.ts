import { AppError } from '@/server/kernel/errors'

/** SQLSTATE of a number that its column cannot hold. */
const OUT_OF_RANGE = '22003'
/** Prisma's code of a transaction that found no free connection, or none of whose time was left. */
const NO_TRANSACTION = 'P2028'

/** What the database refused because of the caller's data, or because it is too busy, however Prisma wraps it. */
export function databaseRefusal(thrown: unknown): AppError | undefined {
  if (read(thrown, 'code') === NO_TRANSACTION)
    return new AppError('unavailable', 'The database is too busy just now. Nothing was changed: try again.', {
      cause: thrown,
      retryAfterMs: 1_000,
    })
  const sqlState = read(thrown, 'meta', 'driverAdapterError', 'cause', 'originalCode')
  if (sqlState !== OUT_OF_RANGE) return undefined
  return new AppError('invalid_input', 'A number in this request is larger than any that Pawl keeps.', {
    cause: thrown,
  })
}

function read(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    value,
  )
}
