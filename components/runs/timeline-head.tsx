'use client'

import { formatDuration } from '@/server/kernel/durations'
import { Switch } from '../ui/switch'
import type { TimeScale } from './time-scale'

export interface TimelineHeadProps {
  scale: TimeScale
  foldsIdle: boolean
  onFoldsIdle: (foldsIdle: boolean) => void
}

/** The axis of time over the bars, and the legend of what they mean. */
export function TimelineHead({ scale, foldsIdle, onFoldsIdle }: TimelineHeadProps) {
  const hasFolds = scale.folds.length > 0
  return (
    <div className="flex h-9 shrink-0 items-stretch border-b text-2xs text-fg-subtle max-md:h-auto">
      <div className="flex items-center gap-3 px-4 md:w-[17rem] lg:w-[19rem]">
        <h2 className="font-medium text-fg text-xs max-md:py-2">Steps</h2>
        {(hasFolds || !foldsIdle) && (
          <span className="ml-auto">
            <Switch
              label={<span className="text-xs">Fold idle time</span>}
              checked={foldsIdle}
              onCheckedChange={onFoldsIdle}
            />
          </span>
        )}
      </div>
      <div className="relative mr-16 flex-1 overflow-hidden max-md:hidden" aria-hidden="true">
        {scale.ticks.map((tick) => (
          <span
            key={tick.offsetMs}
            className="tabular absolute top-0 flex h-full items-center border-l pl-1"
            style={{ left: `${tick.position * 100}%` }}
          >
            {labelOf(tick.offsetMs)}
          </span>
        ))}
        {scale.folds.map((fold) => (
          <span
            key={fold.from}
            title={`${formatDuration(fold.to - fold.from)} without work`}
            className="absolute inset-y-0 grid place-items-center bg-sunken"
            style={{ left: `${fold.start * 100}%`, width: `${(fold.end - fold.start) * 100}%` }}
          >
            ⋯
          </span>
        ))}
      </div>
    </div>
  )
}

/** Round distances need no `.0s` and no `0s` after minutes. */
function labelOf(offsetMs: number): string {
  return offsetMs === 0
    ? '0'
    : formatDuration(offsetMs)
        .replace(/\.0s$/, 's')
        .replace(/ 0[smh]$/, '')
}

/** The marks of the axis drawn down behind the bars. */
export function TimelineGrid({ scale }: { scale: TimeScale }) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 right-16 left-[17rem] max-md:hidden lg:left-[19rem]"
    >
      {scale.ticks.map((tick) => (
        <span
          key={tick.offsetMs}
          className="absolute inset-y-0 border-l opacity-60"
          style={{ left: `${tick.position * 100}%` }}
        />
      ))}
      {scale.folds.map((fold) => (
        <span
          key={fold.from}
          className="absolute inset-y-0 bg-sunken"
          style={{ left: `${fold.start * 100}%`, width: `${(fold.end - fold.start) * 100}%` }}
        />
      ))}
    </div>
  )
}
