import type { DatePreferences } from '@/components/ui/time-format'
import type { Bucket } from '@/server/features/metrics/schema'

const LOCALE = 'en-GB'
const HOUR_MS = 3_600_000

/** Names buckets of time in the reader's zone and language. */
export function bucketLabels(bucket: Bucket, preferences: DatePreferences) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(preferences.locale ?? LOCALE, {
      ...(preferences.timeZone && { timeZone: preferences.timeZone }),
      ...options,
    })
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  const weekdayAndClock = format({ weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const day = format({ day: 'numeric', month: 'short' })
  const weekday = format({ weekday: 'short', day: 'numeric', month: 'short' })
  return {
    /** At the axis and in the tip: `Fri 14:00`, `Fri 21 Nov`; of a week the day it begins. */
    short(startsAt: string): string {
      if (bucket === 'hour') return weekdayAndClock.format(new Date(startsAt))
      // In a zone that is not whole hours away a day begins at the full hour before midnight.
      const date = new Date(Date.parse(startsAt) + HOUR_MS)
      return bucket === 'day' ? weekday.format(date) : day.format(date)
    },
    /** Within a sentence: `at 14:00 on Fri 21 Nov`, `on Fri 21 Nov`, `in the week of 16 Nov`. */
    phrase(startsAt: string): string {
      if (bucket === 'hour')
        return `at ${clock.format(new Date(startsAt))} on ${weekday.format(new Date(startsAt))}`
      return bucket === 'day' ? `on ${this.short(startsAt)}` : `in the week of ${this.short(startsAt)}`
    },
    /** From the first to the last instant: `Fri 21 Nov, 14:00 – 16:00`, `Fri 21 Nov`, `Fri 21 – Sun 23 Nov`. */
    span(from: string, to: string): string {
      const [start, end] = [new Date(from), new Date(to)]
      if (bucket === 'hour') {
        const isOneDay = weekday.format(start) === weekday.format(end.getTime() - 1)
        const until = isOneDay ? clock.format(end) : `${weekday.format(end)}, ${clock.format(end)}`
        return `${weekday.format(start)}, ${clock.format(start)} – ${until}`
      }
      const [first, last] = [
        weekday.format(start.getTime() + HOUR_MS),
        weekday.format(end.getTime() - HOUR_MS),
      ]
      return first === last ? first : `${first} – ${last}`
    },
  }
}

export type BucketLabels = ReturnType<typeof bucketLabels>
