import { cn } from './cn'
import { STATUSES, type Status, type StatusGlyph } from './status-table'
import { TONE_MARK, TONE_SOFT, TONE_TEXT } from './tone'

export { STATUSES, type Status } from './status-table'

export interface StatusIconProps {
  status: Status
  /** Reads the word out; leave it off where the word stands beside the icon. */
  isLabelled?: boolean
  className?: string
}

/** The status as a 16-px mark: its shape alone tells it apart. */
export function StatusIcon({ status, isLabelled = false, className }: StatusIconProps) {
  const { word, tone, glyph } = STATUSES[status]
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      role={isLabelled ? 'img' : undefined}
      aria-label={isLabelled ? word : undefined}
      aria-hidden={isLabelled ? undefined : true}
      className={cn('size-4 shrink-0', TONE_MARK[tone], className)}
    >
      <Glyph glyph={glyph} />
    </svg>
  )
}

export interface StatusBadgeProps {
  status: Status
  /** `plain` is icon and word without a box: for tables. */
  variant?: 'soft' | 'plain'
  /** Announces changes to screen readers: for the one status a page is about. */
  isLive?: boolean
  className?: string
}

/** Status as icon, word and colour. */
export function StatusBadge({ status, variant = 'soft', isLive = false, className }: StatusBadgeProps) {
  const { word, tone } = STATUSES[status]
  const Box = isLive ? 'output' : 'span'
  return (
    <Box
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap font-medium',
        variant === 'soft'
          ? cn(
              'h-6 rounded-full border border-transparent pr-2.5 pl-1.5 align-middle text-xs',
              TONE_SOFT[tone],
            )
          : cn('align-bottom text-sm', TONE_TEXT[tone]),
        status === 'skipped' && variant === 'soft' && 'border-neutral-line border-dashed bg-transparent',
        className,
      )}
    >
      <StatusIcon status={status} />
      <span className={status === 'cancelled' ? 'line-through decoration-1 opacity-90' : undefined}>
        {word}
      </span>
    </Box>
  )
}

/** Only the coloured dot-sized icon and the count: chips above a list. */
export function StatusCount({ status, count }: { status: Status; count: number }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-fg-muted text-sm">
      <StatusIcon status={status} />
      <span>{STATUSES[status].word}</span>
      <span className="tabular text-fg">{count.toLocaleString('en')}</span>
    </span>
  )
}

function Glyph({ glyph }: { glyph: StatusGlyph }) {
  const line = {
    stroke: 'currentColor',
    strokeWidth: 1.5,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  } as const
  const inverse = { ...line, stroke: 'var(--surface)' }
  const ring = <circle cx="8" cy="8" r="6.25" {...line} />
  const disc = <circle cx="8" cy="8" r="7" fill="currentColor" />
  switch (glyph) {
    case 'dashed':
      return <circle cx="8" cy="8" r="6.25" {...line} strokeDasharray="0.01 3.925" strokeWidth={1.75} />
    case 'moving':
      return (
        <g className="origin-center animate-spin">
          <circle cx="8" cy="8" r="6.25" {...line} opacity={0.28} />
          <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" {...line} strokeWidth={1.75} />
          <circle cx="8" cy="8" r="2" fill="currentColor" />
        </g>
      )
    case 'hourglass':
      return (
        <>
          {ring}
          <path d="M8 8V1.75A6.25 6.25 0 0 1 13.41 11.1Z" fill="currentColor" />
        </>
      )
    case 'clock':
      return (
        <>
          {ring}
          <path d="M8 4.75V8l2.25 1.5" {...line} />
        </>
      )
    case 'bars':
      return (
        <>
          {ring}
          <path d="M6.5 5.75v4.5M9.5 5.75v4.5" {...line} />
        </>
      )
    case 'check':
      return (
        <>
          {disc}
          <path d="m5 8.25 2.1 2.1L11 6.1" {...inverse} />
        </>
      )
    case 'cross':
      return (
        <>
          {disc}
          <path d="m5.75 5.75 4.5 4.5m0-4.5-4.5 4.5" {...inverse} />
        </>
      )
    case 'slash':
      return (
        <>
          {ring}
          <path d="m5.25 10.75 5.5-5.5" {...line} />
        </>
      )
    case 'skip':
      return (
        <>
          <circle cx="8" cy="8" r="6.25" {...line} strokeWidth={1.25} strokeDasharray="2.2 2.7" />
          <path d="m6.75 5.75 2.5 2.25-2.5 2.25" {...line} />
        </>
      )
    case 'undo':
      return (
        <>
          {disc}
          <path d="M5.5 4.75v2.5H8M5.6 7.2A3 3 0 1 1 5.6 10" {...inverse} strokeWidth={1.4} />
        </>
      )
  }
}
