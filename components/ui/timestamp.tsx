'use client'

import { useDateFormat } from './date-preferences'

/** The exact time, in the reader's zone and language; only where the browser draws first, as in a sheet. */
export function Timestamp({ at }: { at: string | Date }) {
  const format = useDateFormat()
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} className="tabular">
      {format.timestamp(date)}
    </time>
  )
}
