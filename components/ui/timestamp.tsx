'use client'

import { useDateFormat } from './date-preferences'
import { useNow } from './use-now'

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

/** `21 November 2026`, as the reader writes it; before the browser draws, in a form that no zone changes. */
export function Day({ at }: { at: string | Date }) {
  const format = useDateFormat()
  const isInBrowser = useNow(60_000, false) !== undefined
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} className="tabular">
      {isInBrowser ? format.day(date) : date.toISOString().slice(0, 10)}
    </time>
  )
}
