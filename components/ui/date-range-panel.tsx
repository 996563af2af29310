'use client'

import { Check } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { AnchoredPanel, type AnchoredPanelProps } from './anchored-panel'
import { Button } from './button'
import { type Day, dayAt, formatDay, parseDay } from './calendar-days'
import { CalendarGrid } from './calendar-grid'
import { cn } from './cn'
import type { DateRangePickerProps } from './date-range'
import {
  DATE_PRESETS,
  type DatePreset,
  type DateRange,
  daysOfRange,
  PRESET_LABELS,
  problemOfDays,
  rangeOfDays,
} from './date-range-rules'
import { Field, FieldError } from './field'
import { Input } from './input'

export interface DateRangePanelProps
  extends Pick<AnchoredPanelProps, 'close' | 'anchor' | 'label'>,
    Pick<DateRangePickerProps, 'value' | 'onValueChange'> {
  presets: readonly DatePreset[] | undefined
  maxDays: number | undefined
  timeZone: string | undefined
}

/** Windows to choose at once, and days to choose and apply. */
export function DateRangePanel(props: DateRangePanelProps) {
  const apply = (range: DateRange) => {
    props.onValueChange(range)
    props.close()
  }
  return (
    <AnchoredPanel
      close={props.close}
      anchor={props.anchor}
      label={props.label}
      isSheetOnPhone
      className="flex max-md:w-[calc(100vw-1rem)] max-md:flex-col"
    >
      <Presets {...props} onApply={apply} />
      <DaysForm {...props} onApply={apply} />
    </AnchoredPanel>
  )
}

type PartProps = DateRangePanelProps & { onApply: (range: DateRange) => void }

function Presets({ presets = DATE_PRESETS, value, onApply }: PartProps) {
  const current = 'preset' in value ? value.preset : undefined
  return (
    <ul
      aria-label="Windows that end now"
      className="flex shrink-0 gap-px overflow-x-auto p-2 max-md:border-b md:w-40 md:flex-col md:border-r"
    >
      {presets.map((preset) => (
        <li key={preset}>
          <button
            type="button"
            aria-pressed={preset === current}
            onClick={() => onApply({ preset })}
            className={cn(
              'flex h-8 w-full items-center justify-between gap-2 whitespace-nowrap rounded-md px-2.5 text-left text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 max-md:h-10',
              preset === current ? 'font-medium text-fg' : 'text-fg-muted',
            )}
          >
            {PRESET_LABELS[preset]}
            {preset === current && <Check aria-hidden="true" className="size-4 text-accent-text" />}
          </button>
        </li>
      ))}
    </ul>
  )
}

function DaysForm({ value, maxDays, timeZone, onApply, close }: PartProps) {
  const [nowMs] = useState(() => Date.now())
  const today = dayAt(nowMs, timeZone)
  const shown = daysOfRange(value, nowMs, timeZone)
  const [first, setFirst] = useState(formatDay(shown.first))
  const [last, setLast] = useState(formatDay(shown.last))
  const [isHalf, setHalf] = useState(false)
  const [focused, setFocused] = useState(shown.last)
  const [isAsked, setAsked] = useState(false)
  const days = { first: parseDay(first, today), last: parseDay(last, today) }
  const problem = problemOf(days, maxDays)

  function choose(day: Day) {
    setFocused(day)
    const start = isHalf ? days.first : undefined
    const [from, to] = start && start <= day ? [start, day] : [day, start ?? day]
    setFirst(formatDay(from))
    setLast(formatDay(to))
    setHalf(!isHalf)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    // The panel stands inside forms of pages, in React's tree if not in the document's.
    event.stopPropagation()
    setAsked(true)
    if (days.first && days.last && !problem) onApply(rangeOfDays(days.first, days.last, timeZone))
  }

  return (
    <form noValidate onSubmit={submit} className="flex min-w-0 flex-col gap-3 p-3">
      <div className="grid grid-cols-2 gap-3">
        <DayField label="From" value={first} today={today} onChange={setFirst} onRead={setFocused} />
        <DayField label="To" value={last} today={today} onChange={setLast} onRead={setFocused} />
      </div>
      <CalendarGrid
        focused={focused}
        onFocusedChange={setFocused}
        onSelect={choose}
        first={days.first}
        last={isHalf ? undefined : days.last}
        today={today}
        maxDay={today}
      />
      <div className="flex min-h-8 items-center justify-between gap-3">
        <div className="min-w-0">
          {isAsked && problem ? (
            <FieldError message={problem} />
          ) : (
            <p aria-live="polite" className="text-fg-subtle text-xs">
              {isHalf ? 'Choose the last day.' : zoneHint(timeZone)}
            </p>
          )}
        </div>
        <div className="flex shrink-0 gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary">
            Apply
          </Button>
        </div>
      </div>
    </form>
  )
}

function problemOf(days: { first: Day | undefined; last: Day | undefined }, maxDays: number | undefined) {
  if (!days.first || !days.last) return 'Write both days, such as 21 Nov 2026 or 2026-11-21.'
  return problemOfDays(days.first, days.last, maxDays)
}

function zoneHint(timeZone: string | undefined): string {
  return `Days of ${(timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone).replaceAll('_', ' ')}.`
}

interface DayFieldProps {
  label: string
  value: string
  today: Day
  onChange: (text: string) => void
  /** What is typed is a day: the calendar shows it. */
  onRead: (day: Day) => void
}

function DayField({ label, value, today, onChange, onRead }: DayFieldProps) {
  const isWrong = value.trim() !== '' && parseDay(value, today) === undefined
  return (
    <Field label={label}>
      <Input
        value={value}
        placeholder="21 Nov 2026"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong || undefined}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          onChange(event.target.value)
          const day = parseDay(event.target.value, today)
          if (day) onRead(day > today ? today : day)
        }}
        onBlur={() => {
          const day = parseDay(value, today)
          if (day) onChange(formatDay(day))
        }}
      />
    </Field>
  )
}
