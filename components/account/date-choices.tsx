'use client'

import { useEffect, useMemo, useState } from 'react'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { formatRelative, formatTimestamp } from '@/components/ui/time-format'
import { useNow } from '@/components/ui/use-now'
import {
  localeChoices,
  readClock,
  readZones,
  type TimeZoneChoice,
  zoneChoices,
  zoneLabel,
} from './time-zones'

const AUTOMATIC = 'automatic'
const DAY_MS = 86_400_000
const PIECE = 40

export interface DateChoicesProps {
  timeZone: string | null
  locale: string | null
  errors: Readonly<Record<string, string>>
  onChange: (changes: { timeZone?: string | null; locale?: string | null }) => void
}

/** Zone and language of dates, with how they then read. */
export function DateChoices({ timeZone, locale, errors, onChange }: DateChoicesProps) {
  const nowMs = useNow(60_000)
  const choices = useChoices(nowMs)
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Time zone" error={errors.timeZone}>
          <Combobox
            value={timeZone ?? AUTOMATIC}
            options={choices.zones}
            searchPlaceholder="City or region"
            emptyText="No zone fits. Try a large city nearby."
            onValueChange={(value) => onChange({ timeZone: value === AUTOMATIC ? null : value })}
          />
        </Field>
        <Field label="Language of dates" error={errors.locale}>
          <Combobox
            value={locale ?? AUTOMATIC}
            options={choices.locales}
            searchPlaceholder="Language or country"
            emptyText="No language fits."
            onValueChange={(value) => onChange({ locale: value === AUTOMATIC ? null : value })}
          />
        </Field>
      </div>
      <Preview nowMs={nowMs} timeZone={timeZone} locale={locale} />
    </>
  )
}

/** The lists need the browser's clock and zone, which the server cannot know. */
function useChoices(nowMs: number | undefined) {
  const zones = useZones()
  return useMemo(() => {
    if (nowMs === undefined) return { zones: [], locales: [] }
    const now = new Date(nowMs)
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    return {
      zones: [
        {
          value: AUTOMATIC,
          label: 'As this browser is set',
          hint: `${zoneLabel(own)} · ${readClock(own, now).clock}`,
        },
        ...zones,
      ],
      locales: [
        { value: AUTOMATIC, label: 'English, day first', hint: formatDay(now) },
        ...localeChoices(now),
      ],
    }
  }, [nowMs, zones])
}

/** All zones with their clocks, read in pieces so that the page answers meanwhile. */
function useZones(): TimeZoneChoice[] {
  const [choices, setChoices] = useState<TimeZoneChoice[]>([])
  useEffect(() => {
    const names = Intl.supportedValuesOf('timeZone')
    const found: ReturnType<typeof readZones> = []
    const now = new Date()
    let timer = setTimeout(readMore, 50)
    function readMore() {
      found.push(...readZones(names.slice(found.length, found.length + PIECE), now))
      if (found.length < names.length) timer = setTimeout(readMore, 0)
      else setChoices(zoneChoices(found))
    }
    return () => clearTimeout(timer)
  }, [])
  return choices
}

function formatDay(now: Date): string {
  return now.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

function Preview({
  nowMs,
  timeZone,
  locale,
}: {
  nowMs: number | undefined
  timeZone: string | null
  locale: string | null
}) {
  const preferences = { timeZone: timeZone ?? undefined, locale: locale ?? undefined }
  return (
    <div className="rounded-md bg-sunken px-3.5 py-2.5 text-sm">
      <p className="text-fg-subtle text-xs">Now reads</p>
      <p className="tabular min-h-5 font-medium text-fg">
        {nowMs !== undefined && formatTimestamp(new Date(nowMs), preferences)}
      </p>
      <p className="mt-1 text-fg-subtle text-xs">
        Ten days ago reads{' '}
        <span className="text-fg-muted">
          {nowMs !== undefined && formatRelative(nowMs - 10 * DAY_MS, nowMs, preferences)}
        </span>
      </p>
    </div>
  )
}
