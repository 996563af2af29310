import { readError } from '@/components/layout/client-error'
import { ERRORS } from '@/server/kernel/errors'

/** Whether asking again at once can help: the connection failed, or the server says so. */
export function isRetryable(error: unknown): boolean {
  const { code } = readError(error)
  return code === 'offline' || code === 'bug' || ERRORS[code].retry
}
