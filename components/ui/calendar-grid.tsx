'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import {
  addDays,
  addMonths,
  type Day,
  formatDayLong,
  formatMonth,
  formatWeekday,
  startOfMonth,
  weekOf,
  weeksOf,
} from './calendar-days'
import { cn } from './cn'
import { IconButton } from './icon-button'

export interface CalendarGridProps {
  /** The day that arrow keys move from; its month is the first one shown. */
  focused: Day
  /** `hasKeys`: moved by the keyboard, so the day takes the focus. */
  onFocusedChange: (day: Day) => void
  onSelect: (day: Day) => void
  /** The chosen range; `last` may be absent while it is being chosen. */
  first: Day | undefined
  last: Day | undefined
  today: Day
  /** Days after it cannot be chosen. */
  maxDay?: Day
}

/** One or, where there is room, two months to choose days from, with the keys of a date grid. */
export function CalendarGrid(props: CalendarGridProps) {
  const { focused, onFocusedChange } = props
  const isMoved = useRef(false)
  const frame = useRef<HTMLFieldSetElement>(null)
  // The second month is the later one, so that a range ending today shows whole.
  const right = startOfMonth(focused)
  const months = [addMonths(right, -1), right]

  useEffect(() => {
    if (!isMoved.current) return
    isMoved.current = false
    frame.current?.querySelector<HTMLElement>(`[data-day="${focused}"]:not([data-outside])`)?.focus()
  }, [focused])

  function onKeyDown(event: KeyboardEvent) {
    const day = dayOfKey(event, focused)
    if (!day) return
    event.preventDefault()
    isMoved.current = true
    onFocusedChange(props.maxDay && day > props.maxDay ? props.maxDay : day)
  }

  return (
    <fieldset ref={frame} className="relative flex min-w-0 gap-6" onKeyDown={onKeyDown}>
      <legend className="sr-only">Days</legend>
      <IconButton
        label="Previous month"
        size="sm"
        className="absolute top-0 left-0"
        onClick={() => onFocusedChange(addMonths(focused, -1))}
      >
        <ChevronLeft />
      </IconButton>
      <IconButton
        label="Next month"
        size="sm"
        className="absolute top-0 right-0"
        disabled={props.maxDay !== undefined && addMonths(right, 1) > props.maxDay}
        onClick={() => {
          const next = addMonths(focused, 1)
          onFocusedChange(props.maxDay && next > props.maxDay ? props.maxDay : next)
        }}
      >
        <ChevronRight />
      </IconButton>
      {months.map((month, index) => (
        <Month key={month} {...props} month={month} className={index === 0 ? 'max-md:hidden' : undefined} />
      ))}
    </fieldset>
  )
}

/** Arrows by days and weeks, Home and End in the week, Page keys by months, with Shift by years. */
function dayOfKey(event: KeyboardEvent, from: Day): Day | undefined {
  const week = weekOf(from)
  const months = event.shiftKey ? 12 : 1
  const days: Record<string, Day | undefined> = {
    ArrowLeft: addDays(from, -1),
    ArrowRight: addDays(from, 1),
    ArrowUp: addDays(from, -7),
    ArrowDown: addDays(from, 7),
    Home: week[0],
    End: week[6],
    PageUp: addMonths(from, -months),
    PageDown: addMonths(from, months),
  }
  return Object.hasOwn(days, event.key) ? days[event.key] : undefined
}

function Month({
  month,
  className,
  ...props
}: CalendarGridProps & { month: Day; className: string | undefined }) {
  const headingId = useId()
  const weeks = weeksOf(month)
  return (
    <div className={cn('min-h-[18.75rem] min-w-0 flex-1', className)}>
      <p
        id={headingId}
        aria-live="polite"
        className="grid h-7 place-items-center font-medium text-fg text-sm"
      >
        {formatMonth(month)}
      </p>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of buttons with the keys of a grid
        role="grid"
        aria-labelledby={headingId}
        className="mt-1 border-separate border-spacing-x-0 border-spacing-y-0.5 max-md:w-full"
      >
        <thead>
          <tr>
            {(weeks[0] ?? []).map((day) => (
              <th
                key={day}
                scope="col"
                abbr={formatWeekday(day, 'long')}
                className="size-9 font-normal text-2xs text-fg-subtle"
              >
                {formatWeekday(day, 'short').slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <DayCell key={day} {...props} day={day} isOutside={day.slice(0, 7) !== month.slice(0, 7)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DayCell(props: CalendarGridProps & { day: Day; isOutside: boolean }) {
  const { day, isOutside, first, last, maxDay } = props
  if (isOutside) return <td className="size-9" />
  const end = last ?? first
  const isEdge = day === first || day === end
  const isInside = first !== undefined && end !== undefined && day >= first && day <= end
  const isOff = maxDay !== undefined && day > maxDay
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: see the grid
      role="gridcell"
      aria-selected={isInside}
      className={cn(
        'p-0',
        isInside && first !== end && 'bg-accent-soft',
        isInside && day === first && 'rounded-l-md',
        isInside && day === end && 'rounded-r-md',
      )}
    >
      <button
        type="button"
        data-day={day}
        tabIndex={day === props.focused ? 0 : -1}
        aria-label={formatDayLong(day)}
        aria-current={day === props.today ? 'date' : undefined}
        disabled={isOff}
        onClick={() => props.onSelect(day)}
        className={cn(
          'tabular relative grid size-9 place-items-center rounded-md text-sm transition-colors duration-75 disabled:cursor-not-allowed disabled:text-fg-subtle/60 max-md:h-10 max-md:w-full',
          isEdge && isInside ? 'bg-accent font-semibold text-accent-fg' : 'text-fg',
          !isEdge && !isOff && 'hover:bg-hover',
          !isEdge && isInside && 'hover:bg-accent-line/40',
          day === props.today &&
            'after:absolute after:bottom-1 after:size-1 after:rounded-full after:bg-current',
        )}
      >
        {Number(day.slice(8))}
      </button>
    </td>
  )
}
