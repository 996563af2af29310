import { AppError } from '@/server/kernel/errors'
import type { Bucket } from './schema'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A leap year, the hour that a change of the clocks may add, and one for rounding to full hours. */
const MAX_RANGE_MS = 366 * DAY_MS + 2 * HOUR_MS
const MAX_HOURLY_MS = 31 * DAY_MS + HOUR_MS

/** The bucket that draws a window in 24 to 100 steps, where nobody asked for another. */
export function bucketFor(rangeMs: number): Bucket {
  if (rangeMs <= 3 * DAY_MS + HOUR_MS) return 'hour'
  return rangeMs <= 100 * DAY_MS ? 'day' : 'week'
}

/** Refuses what would be no window, or too long an answer. */
export function checkRange(fromMs: number, toMs: number, bucket: Bucket): void {
  if (fromMs >= toMs)
    throw new AppError('invalid_input', '`from` must lie before `to`.', {
      details: { issues: [{ path: 'from', message: 'Choose a start before the end.' }] },
    })
  if (toMs - fromMs > MAX_RANGE_MS)
    throw tooLong('Figures cover at most 366 days at once. Choose a shorter range.')
  if (bucket === 'hour' && toMs - fromMs > MAX_HOURLY_MS)
    throw tooLong(
      'Hourly figures cover at most 31 days at once. Ask for days or weeks, or for a shorter range.',
    )
}

function tooLong(message: string): AppError {
  return new AppError('invalid_input', message, { details: { issues: [{ path: 'from', message }] } })
}
