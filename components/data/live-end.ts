import { readError } from '@/components/layout/client-error'

/** Why no live update will come any more: who reads this is signed out, or may no longer see it. */
export type LiveEnd = 'signed-out' | 'removed'

/** What a stream's error means: an end for good, or `undefined` where trying again may help. */
export function liveEndOf(error: unknown): LiveEnd | undefined {
  const { code } = readError(error)
  if (code === 'unauthenticated') return 'signed-out'
  return code === 'not_found' || code === 'forbidden' ? 'removed' : undefined
}

const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/** How long to wait before the n-th try in a row, the first being 0. */
export function retryDelayMs(attempt: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10))
}
