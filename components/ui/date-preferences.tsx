'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type DatePreferences, formatDate, formatRelative, formatTimestamp } from './time-format'

const Context = createContext<DatePreferences>({})

export interface DatePreferencesProviderProps {
  /** IANA, such as Europe/Berlin; `null`: the browser's own. */
  timeZone: string | null
  /** BCP 47, such as de-CH; `null`: English. */
  locale: string | null
  children: ReactNode
}

/** The zone and language in which everything below it writes dates. */
export function DatePreferencesProvider({ timeZone, locale, children }: DatePreferencesProviderProps) {
  const value = useMemo(
    () => ({ timeZone: timeZone ?? undefined, locale: locale ?? undefined }),
    [timeZone, locale],
  )
  return <Context value={value}>{children}</Context>
}

/** The formats of `time-format`, as the reader chose them. */
export function useDateFormat() {
  const preferences = useContext(Context)
  return useMemo(
    () => ({
      preferences,
      timestamp: (at: Date | string) => formatTimestamp(new Date(at), preferences),
      day: (at: Date | string) => formatDate(new Date(at), preferences),
      relative: (atMs: number, nowMs: number) => formatRelative(atMs, nowMs, preferences),
    }),
    [preferences],
  )
}
