'use client'

import { CalendarDays, ChevronDown } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from './button'
import { useDateFormat } from './date-preferences'
import { type DatePreset, type DateRange, labelOfRange } from './date-range-rules'
import { onDemand } from './on-demand'

const panel = onDemand(() => import('./date-range-panel').then((module) => module.DateRangePanel))

export interface DateRangePickerProps {
  value: DateRange
  onValueChange: (range: DateRange) => void
  /** The windows offered; default: all, from an hour to a year. */
  presets?: readonly DatePreset[]
  /** The longest range that may be chosen by days. */
  maxDays?: number
  /** Whose days are meant; default: the zone that the reader chose, or this device's. */
  timeZone?: string
  size?: 'sm' | 'md'
  isDisabled?: boolean
  /** Read out before the range. */
  label?: string
  className?: string
}

/** A range of time: windows that end now, or days from a calendar. Keep the value in the address. */
export function DateRangePicker(props: DateRangePickerProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setOpen(false)
  const Panel = panel.useWhen(isOpen, close)
  const { preferences } = useDateFormat()
  const { label = 'Time range', timeZone = preferences.timeZone } = props
  return (
    <>
      <Button
        ref={button}
        size={props.size}
        disabled={props.isDisabled}
        className={props.className}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-state={isOpen ? 'open' : 'closed'}
        onClick={() => setOpen(!isOpen)}
        onPointerEnter={panel.preload}
        onFocus={panel.preload}
        icon={<CalendarDays aria-hidden="true" className="text-fg-subtle" />}
      >
        <span className="sr-only">{label}: </span>
        <span className="tabular" suppressHydrationWarning>
          {labelOfRange(props.value, timeZone)}
        </span>
        <ChevronDown aria-hidden="true" className="text-fg-subtle" />
      </Button>
      {Panel && (
        <Panel
          close={close}
          anchor={button}
          label={label}
          value={props.value}
          onValueChange={props.onValueChange}
          presets={props.presets}
          maxDays={props.maxDays}
          timeZone={timeZone}
        />
      )}
    </>
  )
}
