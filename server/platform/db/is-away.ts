import pg from 'pg'

/** Connection exceptions, and a server that shuts down, has crashed or starts. */
const SQLSTATES = /^(08|57P0[123])/
const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
/** Of Prisma: not reached, timed out, closed, no connection free. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'])
const MESSAGES =
  /connection terminated|connection ended|timeout exceeded when trying to connect|can't reach database server|database system is (starting up|shutting down|not yet accepting|in recovery)/i

const DEPTH = 5

/** Whether the database could not be reached, or went away meanwhile: nothing is known of what was asked of it. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEPTH) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof pg.DatabaseError ? SQLSTATES.test(code) : isAwayCode(code)) return true
  if (MESSAGES.test(error.message)) return true
  const inner = error instanceof AggregateError ? error.errors : [error.cause]
  return inner.some((cause) => isDatabaseAway(cause, depth + 1))
}

function isAwayCode(code: string): boolean {
  return SYSTEM_CODES.has(code) || PRISMA_CODES.has(code)
}
