'use client'

import { cn } from './cn'
import { useDateFormat } from './date-preferences'
import { Tooltip } from './tooltip'
import { useNow } from './use-now'

export interface RelativeTimeProps {
  /** ISO text or a Date; nothing shows `–`. */
  at: string | Date | null | undefined
  className?: string
}

/** `3m ago` or `in 2h`, live; the exact time on hover and focus. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const now = useNow(5_000)
  const format = useDateFormat()
  if (!at) return <span className={className}>–</span>
  const date = new Date(at)
  const iso = date.toISOString()
  return (
    <Tooltip content={now === undefined ? iso : format.timestamp(date)}>
      <time dateTime={iso} className={cn('tabular relative z-[1] whitespace-nowrap', className)}>
        {now === undefined
          ? `${iso.slice(0, 16).replace('T', ' ')} UTC`
          : format.relative(date.getTime(), now)}
      </time>
    </Tooltip>
  )
}
